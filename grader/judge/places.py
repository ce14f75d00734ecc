"""Where in what was handed in an exception was raised."""

from ..contents.handin import Task
from ..report.failure import Place
from ..submission.manners import SubmissionFailure
from ..words.text import clean

MAX_CODE = 100  # characters of a line of code that is quoted


def other_file(failure: SubmissionFailure, task: Task) -> str:
    """The file that an exception comes from, if it was handed in and is not the one graded."""
    path = failure.places[-1][0] if failure.places else ""
    others = task.handed_in - {task.exercise.module}
    return path if path in {clean(task.files[module][0]) for module in others} else ""


def places(failure: SubmissionFailure, task: Task) -> list[Place]:
    """Where it happened, outermost first; of what was handed in with the line itself."""
    known = {clean(path) for path, _ in task.files.values()}
    own = [task.files[module] for module in task.handed_in]
    sources = {clean(path): source for path, source in own}
    found = []
    for path, line, column in [place for place in failure.places if place[0] in known][-3:]:
        lines = sources.get(path, b"").splitlines()  # of text, it would find more than Python does
        code = lines[line - 1].decode("utf-8", "replace") if 0 < line <= len(lines) else ""
        found.append(Place(path, line, *_quoted(code, column)))
    return found


def _quoted(line: str, column: int) -> tuple[str, int]:
    """A line of code as it is shown, and where in it a column is then; 0 if it is not there."""
    code = line.strip()
    shown, before = clean(code, MAX_CODE), column - 1 - (len(line) - len(line.lstrip()))
    if not code or not 0 <= before <= len(code):
        return shown, 0
    position = len(clean(code[:before], MAX_CODE)) + 1
    return shown, position if position <= min(len(shown) + 1, MAX_CODE) else 0
