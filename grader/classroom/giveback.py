"""Writes what a graded class gets: tables, pages, the file of comments, drafts of mistakes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from ..contents.course import Exercise
from ..contents.drafts import entry
from ..contents.mistakes import load_knowledge
from ..contents.writing import replace
from .collect import EXAMPLE, Collected
from .comments import Comments, code_of
from .feedback import Show, write_feedback
from .gradebook import grades_csv
from .grading import ClassReport, Graded
from .groups import Group, groups
from .overview import overview
from .regrade import changes_csv

ENOUGH = 3  # hand-ins of a group that may be a mistake worth knowing
DRAFT = (
    "# Made of {count} hand-ins. For {path}, once it has a name and says what to do.\n"
    "# Read the code before you move it there: mistakes are run like our own code, unconfined.\n"
)
SAY = "FILL IN: what went wrong and how to mend it, in a sentence or two"


def without_examples(report: ClassReport) -> list[Graded]:
    """Take out of a class what was graded only to be compared with."""
    parts: tuple[list[Graded], list[Graded]] = [], []
    for each in report.students:
        parts[each.handin.origin.startswith(EXAMPLE)].append(each)
    report.students, examples = parts
    return examples


def write_results(
    report: ClassReport,
    collected: Collected,
    examples: Sequence[Graded],
    comments: Comments,
    folder: Path,
    show: Show,
) -> list[Group]:
    """Write all but the gradebook and drafts; the groups, for these. Raises OSError."""
    now = datetime.now()
    found = comments.attach(groups(report, examples))
    folder.mkdir(parents=True, exist_ok=True)
    table = grades_csv(report, collected.missing)
    (folder / "grades.csv").write_text(table, encoding="utf-8-sig")  # Excel asks for the mark
    write_feedback(report, folder / "feedback", show, found)
    page = overview(report, collected, now.strftime("%Y-%m-%d %H:%M"), found)
    (folder / "class.html").write_text(page, encoding="utf-8")
    text = comments.updated(found, now.strftime("%Y-%m-%d"))
    if found or comments.path.exists():  # what the instructor wrote is never half there
        replace(comments.path.resolve(), text.encode())
    regraded = folder / "regrade.csv"
    if report.changes:
        handins = {each.handin.origin: each.handin for each in report.students}
        regraded.write_text(changes_csv(report.changes, handins), encoding="utf-8-sig")
    else:
        regraded.unlink(missing_ok=True)
    return found


def write_drafts(report: ClassReport, found: Sequence[Group], folder: Path) -> list[Path]:
    """Write entries for the nameless groups that are large enough. Raises OSError."""
    written = []
    for exercise in report.exercises:
        known = {mistake.name for mistake in load_knowledge(exercise).mistakes}
        names = (name for number in count(1) if (name := f"draft-{number}") not in known)
        ours = [group for group in found if group.exercise == exercise.name]
        drafts = [text for group in ours if (text := _draft(exercise, group, names))]
        if drafts:
            path = folder / f"{exercise.name}.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(drafts), encoding="utf-8")
            written.append(path)
    return written


def _draft(exercise: Exercise, group: Group, names: Iterator[str]) -> str:
    """The draft of an entry; "" for a group that has a name, is small, or did not get to answer."""
    reports = [member.reports[exercise.name] for member in group.members]
    if group.mistakes or len(reports) < ENOUGH or reports[0].status == "error":
        return ""
    codes = Counter(code for member in group.members if (code := code_of(group, member)))
    solution = exercise.solution.read_text(encoding="utf-8")
    feedback = " ".join(" ".join(group.comments).split()) or SAY
    with suppress(ValueError):  # of what is no Python, or the solution itself with helpers
        code = codes.most_common(1)[0][0] if codes else ""
        draft = entry("mistake", next(names), solution, code, {"feedback": feedback})
        path = exercise.mistakes.relative_to(exercise.root).as_posix()
        return DRAFT.format(count=len(reports), path=path) + draft
    return ""
