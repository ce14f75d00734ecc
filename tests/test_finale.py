"""The finale: it is made of the learner's own files alone, and says what was measured."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, SmallCourse, run_grader
from matplotlib.figure import Figure

from course.figures import finale as digits_finale
from course.figures.digits import digits
from grader.contents.course import Course
from grader.contents.handin import Target
from grader.plots.finale import Finale, exercises_of, gather, perform
from grader.plots.plotting import CannotDraw, drawing
from grader.sandbox.confine import strongest
from grader.submission.servers import Server
from grader.submission.start import launch

SMALL = """\
PARTS = {"double": "bad/last"}
DEADLINE = 5.0


def measure(own):
    return {"sum": own.double(1.0) + own.double(2.0)}


def sentence(values):
    return f"It is yours and makes {values['sum']:g}."


def draw(figure, values):
    figure.subplots().plot([0, values["sum"]])


def letters(values, columns):
    return sentence(values) + "\\n\\n ▀▄"
"""
GOOD = "def double(x):\n    return 2.0 * x\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server(*launch(strongest()))
    yield server
    server.close()


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course whose learner has written everything as the solutions have it."""
    for name in ("solutions", "course"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "solutions", tmp_path / "exercises")
    shutil.copy(ROOT / "course.toml", tmp_path)
    return Course.load(tmp_path)


def played(course: Course, server: Server) -> Finale:
    return perform(course, gather(course, Target.find(course, str(course.root))), server)


def change(course: Course, name: str, old: str, new: str) -> None:
    file = course.root / "exercises" / f"{name}.py"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_it_reads_is_the_learners(
    course: Course, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file that the network is made of changes it; what was found once is kept."""
    monkeypatch.setattr(digits_finale, "ITERATIONS", 60)
    files = gather(course, Target.find(course, str(course.root)))
    stems = {exercise.stem for exercise in exercises_of(course, files)}
    assert {"multi_layer_net", "train", "mini_batch", "softmax", "batch_norm"} <= stems
    assert "two_layer_net" not in stems, "an example in a docstring imports it"
    found = played(course, server)
    assert found.sentence in found.letters and all(path.is_file() for path in found.paths)
    before = found.paths[0].stat().st_mtime_ns
    assert played(course, server).paths[0].stat().st_mtime_ns == before
    change(course, "training/train", "param -= learning_rate", "param += 0 * learning_rate")
    untrained = played(course, server)
    assert untrained.sentence != found.sentence
    assert "here are 24 of the" in untrained.sentence


def test_one_sentence_says_which_file_keeps_them_from_working_together(
    course: Course, server: Server
) -> None:
    """No solution stands in for a file that is missing or does not work."""

    def problem() -> str:
        with pytest.raises(CannotDraw) as caught:
            played(course, server)
        text = str(caught.value)
        assert text.startswith("Your files do not work together yet") and "\n" not in text
        return text

    stub = "    raise NotImplementedError\n    rows = np.zeros"
    change(course, "losses/one_hot", "    rows = np.zeros", stub)
    assert "losses/one_hot.py:" in problem()
    (course.root / "exercises/activations/softmax.py").unlink()
    assert "softmax_with_loss.py:5" in problem() and "no 'activations.softmax'" in problem()
    (course.root / "exercises/training/train.py").unlink()
    assert "training/train.py is missing" in problem()


def values(wrong: int) -> dict[str, np.ndarray]:
    """Guesses of which so many are wrong, the first the surest."""
    labels = digits()[1][1]
    guesses = labels.copy()
    guesses[:wrong] = (guesses[:wrong] + 1) % 10
    return {"probabilities": np.eye(10)[guesses] * np.linspace(1, 0.5, len(labels))[:, None]}


@pytest.mark.parametrize(
    "wrong, words",
    [
        (0, "reads all 360 digits"),
        (1, "reads 359 of 360 digits; here is the one that it misses"),
        (14, "reads 346 of 360 digits; here are the 14 that it misses"),
        (100, "reads 260 of 360 digits; here are 24 of the 100 that it misses"),
    ],
)
def test_its_numbers_are_counted(wrong: int, words: str) -> None:
    measured = values(wrong)
    assert words in digits_finale.sentence(measured)
    text = digits_finale.letters(measured, 78)
    assert text.count(" as ") == min(wrong, digits_finale.IN_LETTERS)
    assert max(map(len, text.splitlines()[1:]), default=0) <= 78
    with drawing(Course.load(ROOT)):
        figure = Figure()
        digits_finale.draw(figure, measured)
    assert words in " ".join(figure.get_suptitle().split())
    drawn = [text.get_text() for text in figure.axes[0].texts]
    assert len(drawn) == min(wrong, digits_finale.SHOWN)


def test_whoever_solves_the_last_exercise_is_greeted(
    small_course: Callable[..., SmallCourse],
) -> None:
    """Once; `finale` and the page repeat it. Nothing is said while an exercise is open."""
    course = small_course({"first": GOOD, "last": GOOD})
    course.write("course/figures/finale.py", SMALL)
    said = "It is yours and makes 6."
    run = run_grader("finale", folder=course.folder)
    assert (run.status, run.stdout) == (1, "")
    assert run.stderr == "Your network is not all there yet: bad/last is not solved as it is now.\n"
    greeted = course.grade().stdout
    assert f"{said}\n\n ▀▄\n\nplots/finale.png\n" in greeted and "grader finale" in greeted
    assert said not in course.grade("last").stdout, "it was solved before"
    assert run_grader("report", folder=course.folder).status == 0
    page = (course.folder / "report.html").read_text(encoding="utf-8")
    assert f"<p>{said}</p>" in page and page.count('src="data:image/svg+xml,') == 2
