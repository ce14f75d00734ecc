"""Figures: every one of the course's draws and is labelled; no submission can spoil one."""

import hashlib
import importlib
import shutil
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import matplotlib.style
import numpy as np
import pytest
from conftest import ROOT, Run, SmallCourse, run_grader
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from grader.cli import main
from grader.contents.course import Exercise
from grader.contents.handin import Task
from grader.plots import plotting
from grader.sandbox.confine import strongest
from grader.submission.module import SubmissionFailure
from grader.submission.processes import Server
from grader.submission.start import launch

FIGURES = ROOT / "course" / "figures"

# Trainings are cut short here: what is tested is that they draw.
SHORT = {
    "optimizers.race": {"ITERATIONS": 10},
    "initializers.initializers": {"ITERATIONS": 10},
    "normalization.batch_norm": {"EPOCHS": 2, "STEPS": 1},
    "regularization.overfitting": {"SPAN": 1},
    "training.train": {"ITERATIONS": 30},
    "tuning.random_search": {"SPAN": 1},
}


def drawable() -> list[str]:
    """The exercises that have a figure: modules of figures/<chapter>/ with a solution."""
    files = sorted(FIGURES.glob("*/*.py"))
    names = [f"{file.parent.name}/{file.stem}" for file in files]
    return [name for name in names if (ROOT / "solutions" / f"{name}.py").exists()]


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


@pytest.mark.parametrize("name", drawable())
def test_every_figure_shows_both_sides_with_titles_and_labels(
    name: str, short_trainings: None, server: Server
) -> None:
    module = importlib.import_module(f"course.figures.{name.replace('/', '.')}")
    solution = importlib.import_module(f"solutions.{name.replace('/', '.')}")
    reference = plotting._real(module.measure(solution))
    values, problem = plotting._yours(module, solutions_task(name), server, reference)
    assert problem == ""
    assert values is not None
    for key, expected in reference.items():
        np.testing.assert_allclose(values[key], expected, rtol=1e-6, err_msg=key)
    figures = []
    for yours in (None, values):
        with matplotlib.style.context(FIGURES / "style.mplstyle"):
            figures.append(Figure())
            FigureCanvasAgg(figures[-1])
            module.draw(figures[-1], reference, yours)
    alone, beside = (figure.axes for figure in figures)
    assert sum(map(marks, beside)) > sum(map(marks, alone)), "the two sides cannot be told apart"
    for axes in beside:
        if axes.get_label() == "<colorbar>":
            continue
        assert axes.get_title(), "an axes has no title"
        place = axes.get_subplotspec()
        assert axes.get_xlabel() or not place.is_last_row()
        ticks = [label.get_text() for label in axes.get_yticklabels()]
        assert axes.get_ylabel() or "layer 1" in ticks or not place.is_first_col()


def marks(axes: Any) -> int:
    """How many lines, areas and clouds of points are drawn."""
    return len(axes.lines) + len(axes.collections) + len(axes.patches)


def test_the_notes_figures_are_all_there() -> None:
    wanted = """
        losses/cross_entropy_error gradients/numerical_diff gradients/numerical_gradient
        gradients/gradient_descent activations/sigmoid training/train optimizers/sgd
        optimizers/momentum optimizers/nesterov optimizers/adagrad optimizers/rmsprop
        optimizers/adam initializers/initializers initializers/layer_activations
        normalization/batch_norm regularization/weight_decay regularization/dropout
        tuning/random_search
    """
    assert set(wanted.split()) <= set(drawable())


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
    "infinite": "def double(x):\n    return x * float('inf')\n",
    "huge": "def double(x):\n    return x * 1.7e308\n",
    "integers": "def double(x):\n    return [0, 1, 2, 3, 4]\n",
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
    return course, run_grader("plot", folder=course.folder)


def said(run: Run, name: str) -> str:
    """What was printed about an exercise after the paths of its figure."""
    _, _, after = run.stdout.partition(f"{name}.svg\n")
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
    assert plotting.mark_of(sha256) in svg


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
