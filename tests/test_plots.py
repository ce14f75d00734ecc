"""Figures: every one of the course's draws and is labelled; no submission can spoil one."""

import hashlib
import importlib
import re
import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from conftest import ROOT, Run, SmallCourse, run_grader
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from grader.cli import main
from grader.contents.course import Course, Exercise
from grader.contents.handin import Task
from grader.contents.mistakes import load_knowledge
from grader.plots import paper, plotting, slim, terminal
from grader.plots.braille import NOTHING, braille
from grader.plots.outside import outside
from grader.sandbox.confine import strongest
from grader.submission.manners import SubmissionFailure
from grader.submission.servers import Server
from grader.submission.start import launch

FIGURES = ROOT / "course" / "figures"

# Trainings are cut short here: what is tested is that they draw.
SHORT = {
    "optimizers.race": {"ITERATIONS": 10},
    "initializers.initializers": {"ITERATIONS": 10},
    "initializers.layer_activations": {"STDS": np.array([0.1, 1.0]), "SAMPLES": 20},
    "networks.two_layer_net": {"EPOCHS": (0, 1, 2, 3, 4, 5)},
    "backpropagation.multi_layer_net": {"ITERATIONS": 12},
    "normalization.batch_norm": {"EPOCHS": 2, "STEPS": 1},
    "regularization.overfitting": {"SPAN": 1},
    "training.mini_batch": {"EPOCHS": 1},
    "training.train": {"ITERATIONS": 30},
    "tuning.random_search": {"SPAN": 1, "TRIALS": 8},
}
COURSE = Course.load(ROOT)
NAMES = [exercise.name for exercise in COURSE.exercises]
MOVING = ("gradients/gradient_descent", "optimizers/adam", "initializers/layer_activations")
# Mistakes of which these words are part of the figure's claim; the solution's has others.
CLAIMS = {
    "losses/one_hot": "0 of 8 rows",
    "activations/relu": "slope is 1 at x = 0 and stays 1",
    "backpropagation/affine": "Not the slope of forward: dW",
}


@pytest.fixture
def short_trainings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, values in SHORT.items():
        module = importlib.import_module(f"course.figures.{name}")
        for constant, value in values.items():
            monkeypatch.setattr(module, constant, value)
    race = importlib.import_module("course.figures.optimizers.race")
    yield
    race.reference_run.cache_clear()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server(*launch(strongest()))
    yield server
    server.close()


def solutions_task(name: str) -> Task:
    """A task whose submission is the solution."""
    files = {}
    for path in (ROOT / "solutions").glob("*/*.py"):
        files[f"{path.parent.name}.{path.stem}"] = (path.name, path.read_bytes())
    return Task(Exercise(name, "", ROOT), f"{name}.py", files, "")


def mistaken(name: str) -> Iterator[Any]:
    """The solution with each of its known mistakes, as a module of this process."""
    for mistake in load_knowledge(COURSE.one(name)).mistakes:
        chapter, stem = name.split("/")
        module = ModuleType(f"solutions.{chapter}.{stem}")
        module.__package__ = f"solutions.{chapter}"
        exec(mistake.source, module.__dict__)
        yield module


def wrong_values(
    figure_module: Any, name: str, reference: plotting.Values
) -> Iterator[plotting.Values]:
    """What known mistakes make of an exercise's values, where it can be drawn and differs."""
    for module in mistaken(name):
        try:
            with np.errstate(all="ignore"):
                values = plotting.real(figure_module.measure(module))
            plotting._checked(values, reference)
        except Exception:  # this mistake has nothing to draw
            continue
        if any(not np.array_equal(values[key], reference[key]) for key in reference):
            yield values


def drawn_figure(
    module: Any, reference: plotting.Values, yours: plotting.Values | None, *sheets: str
) -> Figure:
    with plotting.drawing(COURSE, *sheets):
        figure = Figure()
        FigureCanvasAgg(figure)
        module.draw(figure, reference, yours)
    return figure


def contents(figure: Figure) -> list[Any]:
    """All that there is to see in a figure, as data."""
    seen: list[Any] = texts(figure)
    for axes in figure.axes:
        seen += [np.asarray(line.get_xydata()).tolist() for line in axes.lines]
        seen += [np.ma.filled(image.get_array(), 0.0).tolist() for image in axes.images]
        seen += [patch.get_extents().extents.tolist() for patch in axes.patches]
        seen += [np.asarray(each.get_offsets()).tolist() for each in axes.collections]
        arrows = [each for each in axes.collections if hasattr(each, "U")]
        seen += [[each.U.tolist(), each.V.tolist()] for each in arrows]
    return seen


def texts(figure: Figure) -> list[str]:
    """Headline and titles."""
    return [figure.get_suptitle(), *(axes.get_title("left") for axes in figure.axes)]


def said_by(figure: Figure) -> str:
    return " ".join(" ".join(texts(figure)).split())


@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_has_a_figure_whose_data_and_claims_are_the_learners(
    name: str, short_trainings: None, server: Server
) -> None:
    module = importlib.import_module(f"course.figures.{name.replace('/', '.')}")
    solution = importlib.import_module(f"solutions.{name.replace('/', '.')}")
    reference = plotting.real(module.measure(solution))
    values, problem = plotting._yours(module, solutions_task(name), server, reference)
    assert problem == ""
    assert values is not None
    for key, expected in reference.items():
        np.testing.assert_allclose(values[key], expected, rtol=1e-5, atol=1e-6, err_msg=key)
    beside = drawn_figure(module, reference, reference)
    wrong = drawn_figure(module, reference, next(wrong_values(module, name, reference)), "narrow")
    alone = drawn_figure(module, reference, None, "narrow")
    assert outside(beside) == ()
    assert contents(wrong) != contents(alone), "a wrong answer cannot be seen"
    assert alone.get_figwidth() <= 3.7, "wider than a phone"
    for figure in (beside, alone):
        for axes in figure.axes:
            if axes.get_label() != "<colorbar>":
                assert axes.get_title("left"), "an axes has no title"
            legend = axes.get_legend()
            if legend:  # it begins below the axes, where no data are
                assert legend.get_bbox_to_anchor().y1 < axes.bbox.y0
                assert legend._loc == 2  # "upper left" of the anchor


@pytest.mark.parametrize("name", CLAIMS)
def test_a_title_says_what_a_wrong_answer_shows(name: str) -> None:
    module = importlib.import_module(f"course.figures.{name.replace('/', '.')}")
    solution = importlib.import_module(f"solutions.{name.replace('/', '.')}")
    reference = plotting.real(module.measure(solution))
    claims = [
        said_by(drawn_figure(module, reference, values))
        for values in islice(wrong_values(module, name, reference), 8)
    ]
    assert any(CLAIMS[name] in claim for claim in claims), claims
    assert CLAIMS[name] not in said_by(drawn_figure(module, reference, reference))


@pytest.mark.parametrize("name", ["regularization/dropout", "regularization/weight_decay"])
def test_the_gap_that_is_claimed_is_the_one_that_was_measured(name: str) -> None:
    module = importlib.import_module(f"course.figures.{name.replace('/', '.')}")
    without = np.array([[0.1, 0.97], [0.1, 0.80]])
    yours = {"accuracies": np.array([[0.1, 0.9], [0.1, 0.875]])}
    overfitting = importlib.import_module("course.figures.regularization.overfitting")
    shape = {"SPANS": 1}
    with pytest.MonkeyPatch.context() as patch, plotting.drawing(COURSE):
        patch.setattr(overfitting, "SPANS", shape["SPANS"])
        patch.setattr(module, "train", lambda *_: without)
        figure = Figure()
        module.draw(figure, yours, yours)
    assert "goes from 17.0 to 2.5 points" in said_by(figure)


@pytest.mark.parametrize("name", MOVING)
def test_a_moving_figure_moves_with_the_learners_values(name: str, short_trainings: None) -> None:
    module = importlib.import_module(f"course.figures.{name.replace('/', '.')}")
    solution = importlib.import_module(f"solutions.{name.replace('/', '.')}")
    reference = getattr(module, "measure_motion", module.measure)(solution)
    reference = plotting.real(reference)
    yours = {key: np.flip(value) + 0.5 for key, value in reference.items()}
    seen = []
    for values in (reference, yours):
        with plotting.drawing(COURSE):
            figure = Figure()
            frames = module.animate(figure, reference, values)
            seen.append([contents(figure) for _ in islice(frames, 2)])
    assert seen[0][0] != seen[0][1], "nothing moves"
    assert seen[0] != seen[1], "what moves is not the learner's"


def test_losses_begin_before_the_first_step_and_smoothing_keeps_the_first() -> None:
    race = importlib.import_module("course.figures.optimizers.race")
    starts = {name: race.reference_run(name)[1][0] for name in ("sgd", "adam")}
    race.reference_run.cache_clear()
    assert starts["sgd"] == starts["adam"]
    smooth = importlib.import_module("course.figures.pens").smooth
    np.testing.assert_allclose(smooth(np.array([4.0, 2.0, 0.0]), 2), [4.0, 3.0, 1.0])


# What is generic: curves outside the picture, pages, terminals


def pair(yours: list[float]) -> Figure:
    """A figure from 0 to 1 with a line of the learner's beside the reference's."""
    figure = Figure()
    axes = figure.subplots()
    (reference,) = axes.plot([0.0, 0.5, 1.0], [0.0, 0.5, 1.0])
    (line,) = axes.plot([0.0, 0.5, 1.0], yours, label="the slope")
    line.reference = reference  # type: ignore[attr-defined]  # as the course's pens do
    axes.set(xlim=(0, 1), ylim=(0, 1), title="A title", xlabel="x", ylabel="y")
    return figure


def test_what_leaves_the_picture_is_said_in_words() -> None:
    assert outside(pair([0.0, 0.4, 1.0])) == ()
    (sentence,) = outside(pair([-5.3, 0.0, 0.0]))
    assert "your curve “the slope” runs from -5.3 to 0;" in sentence
    assert "largest difference from the reference is 5.3" in sentence
    (sentence,) = outside(pair([float("nan"), 0.5, 1.0]))
    assert "1 of the 3 values of your curve “the slope” are not numbers" in sentence


def luminance(colour: str) -> float:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("sheet", ["style", "dark"])
def test_text_and_lines_can_be_told_from_the_page(sheet: str) -> None:
    found = paper.colours(FIGURES / f"{sheet}.mplstyle")
    page = luminance(found["figure.facecolor"])
    for place, colour in found.items():
        low, high = sorted([page, luminance(colour)])
        contrast = (high + 0.05) / (low + 0.05)
        if place in ("text.color", "axes.labelcolor", "axes.titlecolor", "xtick.labelcolor"):
            assert contrast >= 7, place
        if place.startswith("cycle"):
            assert contrast >= 2, place  # each has a line style of its own besides
    assert set(found) == set(paper.colours(FIGURES / "style.mplstyle"))


@pytest.mark.parametrize(
    ("variables", "kind"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "xterm-256color"}, ""),
        ({"TERM": "xterm-kitty", "TMUX": "1"}, ""),
        ({}, ""),
    ],
)
def test_a_terminal_is_known_by_its_environment(variables: dict[str, str], kind: str) -> None:
    assert terminal.ability(variables) == kind


def test_links_are_for_terminals_that_take_them() -> None:
    assert terminal.has_links({"TERM": "xterm-256color"})
    assert terminal.has_links({"WT_SESSION": "1"})
    assert not terminal.has_links({"TERM": "linux"})
    assert not terminal.has_links({})


@pytest.fixture(scope="module")
def png(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("png") / "four.png"
    colours = np.zeros((14, 40, 3), dtype=np.uint8)
    colours[:7, :20], colours[7:, 20:] = (255, 0, 0), (0, 0, 255)
    Image.fromarray(colours).save(path)
    return path


def test_pictures_reach_the_terminal_whole(png: Path) -> None:
    kitty = terminal.picture(png, "kitty", 20, 10)
    parts = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", kitty)
    assert b64decode("".join(data for _, data in parts)) == png.read_bytes()
    assert [keys[-3:] for keys, _ in parts][-1] == "m=0"
    iterm = terminal.picture(png, "iterm", 20, 10)
    assert b64decode(iterm.partition(":")[2].rstrip("\a")) == png.read_bytes()
    assert all(map(terminal.has_picture, (kitty, iterm)))
    assert not terminal.has_picture(terminal.link(png, "plots/one.png"))
    wide, low = terminal.picture(png, "kitty", 80, 3), terminal.picture(png, "kitty", 5, 30)
    assert ",c=17," in wide  # three rows are as high as six columns are wide
    assert ",c=5," in low


def test_sixels_show_the_picture(png: Path) -> None:
    text = terminal.picture(png, "sixel", 40, 40)
    assert text.startswith("\x1bPq") and text.endswith("\x1b\\")
    palette: dict[str, tuple[int, ...]] = {}
    pixels, number, x, y = np.zeros((18, 40, 3), dtype=int), "", 0, 0
    for token in re.findall(r'"[\d;]*|#\d+(?:;\d+){4}|#\d+|!\d+.|[?-~]|\$|-', text[3:-2]):
        if token[0] == "#":
            number, *values = token[1:].split(";")
            if values:
                palette[number] = tuple(map(int, values[1:]))
        elif token in ("$", "-"):
            x, y = 0, y + 6 * (token == "-")
        elif token[0] != '"':
            count = int(token[1:-1]) if token[0] == "!" else 1
            for bit in range(6):
                if (ord(token[-1]) - 63) >> bit & 1:
                    pixels[y + bit, x : x + count] = palette[number]
            x += count
    expected = np.asarray(Image.open(png)).astype(int) * 100 // 255
    np.testing.assert_allclose(pixels[:14], expected, atol=2)


def test_curves_are_drawn_with_letters() -> None:
    falling = pair([1.0, 0.5, 0.0])
    axes = falling.axes[0]
    axes.set_xlabel("a long name of what grows to the right")
    axes.plot([0, 1, 2], [1.0, 0.5, 0.0], label="a second curve of as long a name, and longer")
    title, _, *rows = braille(falling, 60, colours=False).splitlines()
    assert title == "A title"
    *_, label, first, second = rows
    assert label.strip() == axes.get_xlabel()
    assert [first, second] == ["── the slope", f"── {axes.lines[-1].get_label()}"]
    dots = [row for row in rows if terminal.has_picture(row)]
    columns = [min(i for i, char in enumerate(row) if terminal.has_picture(char)) for row in dots]
    assert columns == sorted(columns), "it does not fall"
    assert max(map(len, rows)) <= 60
    picture = Figure()
    picture.subplots().imshow(np.eye(3))
    assert braille(picture, 60, colours=False) == NOTHING


# The engine, with a course of its own whose only figure is a line

LINE = """\
import numpy as np

X = np.linspace(0, 1, 5)
DEADLINE = 0.5


def measure(module):
    return {"line": module.double(X)}


def draw(figure, reference, yours):
    axes = figure.subplots()
    axes.plot(X, reference["line"], linewidth=5, alpha=0.3)
    if yours is not None:
        axes.plot(X, yours["line"])
    axes.set(xlabel="the horizontal axis", yscale="YSCALE")
"""
MOVING_LINE = """

FRAMES = 3


def animate(figure, reference, yours):
    for frame in range(FRAMES):
        figure.clear()
        figure.subplots().plot(X[: frame + 2], yours["line"][: frame + 2])
        yield
"""

RIGHT = "def double(x):\n    return 2.0 * x\n"

# What a learner wrote, and a part of what is said about it.
WRONG = {
    "raises": ("def double(x):\n    raise ValueError('$\\\\frac{ <b>')\n", "ValueError: $\\frac{"),
    "hangs": ("def double(x):\n    while True: pass\n", "did not finish within 0.5"),
    "exits": ("import sys\ndef double(x):\n    sys.exit()\n", "sys.exit"),
    "unwritten": ("def double(x):\n    raise NotImplementedError\n", "not written yet"),
    "broken": ("def double(x:\n", "SyntaxError"),
    "nameless": ("def triple(x):\n    return 3 * x\n", "no double"),
    "none": ("def double(x):\n    return None\n", "not made of real numbers"),
    "text": ("def double(x):\n    return '<script>'\n", "not made of real numbers"),
    "complex": ("def double(x):\n    return 2j * x\n", "not made of real numbers"),
    "long": ("def double(x):\n    return [1.0] * 9\n", "an array of shape (5,) was expected"),
    "ragged": ("def double(x):\n    return [1.0, [2.0, 3.0]]\n", "cannot be drawn (ValueError"),
}
# The same, of what is drawn by the command.
UNDRAWN = {
    "raises": WRONG["raises"],
    "missing": (None, "is missing"),
    "spoils": (RIGHT, "cannot be drawn (ValueError: axes)"),
}
# Values of the right shape are drawn, however strange they are.
STRANGE = {
    "nan": "def double(x):\n    return x * float('nan')\n",
    "huge": "def double(x):\n    return x * 1.7e308\n",
}

Drawn = tuple[SmallCourse, Run]


@pytest.fixture(scope="module")
def drawn(small_course: Callable[..., SmallCourse]) -> Drawn:
    files = {name: text for name, (text, _) in UNDRAWN.items()}
    course = small_course({"right": RIGHT, "plain": RIGHT, **files, **STRANGE})
    for name in files | STRANGE | {"right": RIGHT}:
        scale = "log" if name in STRANGE else "linear"
        course.write(f"course/figures/bad/{name}.py", LINE.replace("YSCALE", scale))
    spoilt = LINE.replace("        axes.plot(X, yours", "        raise ValueError('axes')  # ")
    course.write("course/figures/bad/spoils.py", spoilt.replace("YSCALE", "linear"))
    style = (FIGURES / "style.mplstyle").read_text()
    fast = style.replace("savefig.dpi: 150", "savefig.dpi: 30")
    course.write("course/figures/style.mplstyle", fast)
    course.write("course/figures/dark.mplstyle", (FIGURES / "dark.mplstyle").read_text())
    right = LINE.replace("YSCALE", "linear") + MOVING_LINE
    course.write("course/figures/bad/right.py", right)
    return course, run_grader("plot", folder=course.folder)


def said(run: Run, name: str) -> str:
    """What was printed about an exercise after the paths of its figure."""
    _, _, after = run.stdout.partition(f"{name}.narrow.svg\n")
    return "".join(line for line in after.split("plots")[0])


def test_a_figure_is_written_as_png_and_svg(drawn: Drawn) -> None:
    course, run = drawn
    assert run.status == 0, run.stderr
    assert run.stderr == ""
    assert said(run, "right") == ""
    folder = course.folder / "plots" / "bad"
    assert (folder / "right.png").read_bytes().startswith(b"\x89PNG")
    svg = (folder / "right.svg").read_text(encoding="utf-8")
    texts = [e.text for e in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert "the horizontal axis" in texts
    assert plotting.BESIDE in texts
    sha256 = hashlib.sha256((course.folder / "exercises/bad/right.py").read_bytes()).hexdigest()
    assert paper.mark_of(sha256) in svg
    narrow = (folder / "right.narrow.svg").read_text(encoding="utf-8")
    assert paper.mark_of(sha256) in narrow


def test_the_text_of_a_figure_follows_a_dark_page(drawn: Drawn) -> None:
    course, _ = drawn
    svg = (course.folder / "plots" / "bad" / "right.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(svg)
    namespace = "{http://www.w3.org/2000/svg}"
    rules = "".join(e.text or "" for e in root.iter(f"{namespace}style"))
    before = paper.colours(FIGURES / "style.mplstyle")
    after = paper.colours(FIGURES / "dark.mplstyle")
    ink, page = before["text.color"], before["figure.facecolor"]
    light, dark = rules.split("@media (prefers-color-scheme:dark)")
    for old, new in ((ink, after["text.color"]), (page, after["figure.facecolor"])):
        name = re.search(rf"\.(\w+){{[^}}]*fill:{old}", light)
        assert name and f".{name[1]}{{fill:{new}}}" in dark
    styles = dict(re.findall(r"\.(\w+){([^}]*)}", light))
    texts = [e for tag in ("text", "tspan") for e in root.iter(namespace + tag)]
    inks = set(re.findall("fill:(#[0-9a-f]{6})", " ".join(
        styles[e.attrib["class"]] for e in texts if "class" in e.attrib
    )))  # fmt: skip
    assert inks and inks <= {before["text.color"], before["axes.labelcolor"]}


def test_what_leaves_the_axes_is_cut_off_and_exponents_are_kept(tmp_path: Path) -> None:
    figure = Figure()
    axes = figure.add_subplot()
    axes.barh([1, 2, 3], [1e-12, 1e-11, 1e-10])
    axes.set(xscale="log", xlim=(1e-13, 1e-9))
    with matplotlib.rc_context({"svg.fonttype": "none"}):  # as the course's style has it
        paper.write_svg(Course.load(ROOT), figure, tmp_path / "bars.svg", "0" * 64)
    root = ElementTree.parse(tmp_path / "bars.svg").getroot()
    svg = "{http://www.w3.org/2000/svg}"
    clips = {e.attrib["id"] for e in root.iter(f"{svg}clipPath")}
    named = {e.attrib["clip-path"] for e in root.iter() if "clip-path" in e.attrib}
    assert named and named <= {f"url(#{name})" for name in clips}
    inside = {part.tag for e in root.iter(f"{svg}text") for part in e}
    assert inside == {f"{svg}tspan"}


@pytest.mark.parametrize(
    "path, shorter",
    [
        ("M 1 2.04 \nL 11 2 \nL 11 7.5 \nL 1 2 \nz \n", "m1 2h10v5.5l-10-5.5z"),
        ("M 0 0 \nL 5 0.1 \nL 10 0 \nL 10 0.3 \nL 20 9 \n", "m0 0h10v.3l10 8.7"),
        ("M 1 1 \nQ 2 3 3 1 \nM 2 2 \nL 1 1.5", "m1 1q1 2 2 0m-1 1l-1-.5"),
        ("M 3 1 \nC 4 4 5 5 6 6 \n", "m3 1c1 3 2 4 3 5"),
    ],
)
def test_a_path_is_said_in_few_letters(path: str, shorter: str) -> None:
    assert slim.shorter(path, 1) == shorter


def test_a_figure_moves_on_demand(drawn: Drawn) -> None:
    course, _ = drawn
    run = run_grader("plot", "right", "plain", "--animate", folder=course.folder)
    assert run.stdout == str(Path("plots/bad/right.gif")) + "\n", run.stderr
    with Image.open(course.folder / "plots" / "bad" / "right.gif") as gif:
        assert getattr(gif, "n_frames", 1) == 3


def test_what_does_not_move_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", "sigmoid", "--animate"]) == 2
    message = capsys.readouterr().err
    assert message.startswith("No figure of activations/sigmoid moves. These do: gradient_descent,")


@pytest.mark.parametrize("name", UNDRAWN)
def test_where_a_submission_cannot_be_drawn_the_reference_is(drawn: Drawn, name: str) -> None:
    course, run = drawn
    assert UNDRAWN[name][1] in said(run, name)
    svg = (course.folder / "plots" / "bad" / f"{name}.svg").read_text(encoding="utf-8")
    assert "Only the reference is drawn." in "".join(ElementTree.fromstring(svg).itertext())


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_submission_brings_a_sentence_and_nothing_to_draw(
    server: Server, name: str
) -> None:
    source, sentence = WRONG[name]
    x = np.linspace(0, 1, 5)
    figure = SimpleNamespace(measure=lambda module: {"line": module.double(x)}, DEADLINE=0.5)
    exercise = Exercise("bad/one", "One", ROOT)
    task = Task(exercise, "one.py", {"bad.one": ("one.py", source.encode())}, "")
    yours, problem = plotting._yours(figure, task, server, {"line": x})
    assert yours is None
    assert sentence in problem


@pytest.mark.parametrize("name", STRANGE)
def test_strange_values_are_drawn(drawn: Drawn, name: str) -> None:
    course, run = drawn
    assert said(run, name) == ""
    assert (course.folder / "plots" / "bad" / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_what_has_no_figure_is_left_out_or_named(
    drawn: Drawn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    course, run = drawn
    assert "plain" not in run.stdout
    monkeypatch.chdir(course.folder)
    assert main(["plot", "plain"]) == 2
    message = capsys.readouterr().err
    assert message.startswith("There is no figure for bad/plain. These exercises have one: right,")


def test_bad_usage_is_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["plot", "sigmiod"]) == 2
    assert "Near names: sigmoid" in capsys.readouterr().err
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["plot", "sigmoid", "--show"]) == 2
    assert "No window can be opened here" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_a_sentence(
    small_course: Callable[..., SmallCourse],
) -> None:
    course = small_course({"right": RIGHT})
    course.write("course/figures/bad/right.py", LINE.replace("YSCALE", "linear"))
    shutil.copy(FIGURES / "style.mplstyle", course.folder / "course" / "figures")
    course.write("plots", "a file where the folder should be")
    run = run_grader("plot", folder=course.folder)
    assert run.status == 2
    assert run.stderr.startswith("The figure cannot be written to ")
    assert len(run.stderr.splitlines()) == 1


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plotting, "PATIENCE", -1.0)
    link = plotting.PatientLink(None)  # type: ignore[arg-type]  # it must not be reached
    with pytest.raises(SubmissionFailure, match="took more than"):
        link.exchange(b"", bytes, 5.0)
