"""What each student gets back: a page in HTML and in Markdown, as open as the instructor wants."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..report.summary import MARKS, happened
from ..report.template import template
from ..report.verdict import ExerciseReport, PartReport, TestReport, cleaned
from ..words.text import clean
from .grading import ClassReport, Graded
from .groups import Group

Show = Literal["points", "names", "values"]
Comments = Mapping[tuple[str, str], list[str]]

NOT_HANDED_IN = "Not handed in."
LOST = "There is no verdict yet: the grader itself failed. Your code is not the cause."
NOT_STARTED = "The functions are not written yet."
UNUSABLE = "Your file could not be used:"

MAX_TEXT = 20_000  # characters of one message
# Reserved on Windows, or as a name that was made for somebody else.
_NOT_PLAIN = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|.*-[0-9a-f]{8}", re.I)


@dataclass
class Section:
    """What a student reads of one exercise.

    said: sentences; comments: the instructor's; message: why a file was of no use; parts: with
    tests that did not pass, and of each as much as is to be shown.
    """

    name: str
    title: str
    mark: str
    status: str
    score: float
    points: float
    said: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    message: str = ""
    parts: list[PartReport] = field(default_factory=list)


def sections(
    report: ClassReport, student: Graded, show: Show, comments: Comments | None = None
) -> list[Section]:
    """A student's feedback as data. comments: by exercise and who, as comments_of() makes them."""
    made = []
    for exercise in report.exercises:
        points = report.points[exercise.name]
        graded = student.reports.get(exercise.name)
        if graded:
            made.append(_section(cleaned(graded), show))
        else:
            lost = exercise.name in student.lost
            said = LOST if lost else NOT_HANDED_IN
            status = "no verdict" if lost else "not handed in"
            made.append(Section(exercise.name, exercise.title, "·", status, 0.0, points, [said]))
        made[-1].comments = (comments or {}).get((exercise.name, student.handin.origin), [])
    return made


def comments_of(groups: Iterable[Group]) -> Comments:
    """What is said to whom."""
    return {
        (group.exercise, member.handin.origin): group.comments
        for group in groups
        for member in group.members
    }


def _section(graded: ExerciseReport, show: Show) -> Section:
    mark = MARKS[graded.status][0]
    section = Section(
        graded.name, graded.title, mark, graded.status, graded.score, graded.max_score
    )
    failed = [test for test in graded.tests if test.outcome != "passed"]
    if graded.status == "not started":
        section.said = [NOT_STARTED]
    elif graded.status == "error" and failed:  # nothing of the suite is in this message
        section.said = [UNUSABLE]
        section.message = failed[0].message
    if graded.status in ("not started", "error"):
        return section
    if show != "points":
        section.said += happened(graded)
    told: set[str] = set()
    for part in graded.parts:
        shown = []
        for test in [test for test in part.tests if test.outcome != "passed"]:
            fresh = show == "values" and test.message not in told
            told.add(test.message)
            failure = test.failure if fresh else None
            shown.append(TestReport(test.name, test.outcome, failure=failure))
        tests = shown if show != "points" else []
        section.parts.append(PartReport(part.name, part.points, part.score, tests))
    return section


def write_feedback(
    report: ClassReport, folder: Path, show: Show, groups: Iterable[Group] = ()
) -> None:
    """Write every student's page as HTML and Markdown into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    page = template(Path(__file__).with_name("feedback.html"), MAX_TEXT)
    comments = comments_of(groups)
    for student in report.students:
        shown = sections(report, student, show, comments)
        who = student.handin.name or student.handin.student
        filled = page.render(
            who=who,
            title=report.course.title,
            total=student.total,
            max_total=report.max_total,
            sections=shown,
            notes=student.handin.notes,
        )
        path = folder / file_name(student.handin.student)
        path.with_name(f"{path.name}.html").write_text(filled, encoding="utf-8")
        text = markdown(who, report, student, shown)
        path.with_name(f"{path.name}.md").write_text(text, encoding="utf-8")


def markdown(who: str, report: ClassReport, student: Graded, shown: list[Section]) -> str:
    """The page in Markdown, where nothing foreign is markup."""
    lines = [f"# {_plain(report.course.title)}: {_plain(who)}", ""]
    lines += [f"**{student.total:g} of {report.max_total:g} points**", ""]
    for each in shown:
        lines += [f"## {each.mark} {_plain(each.title)}: {each.score:g} of {each.points:g}", ""]
        for said in each.said:
            lines += [_plain(said), ""]
        for comment in each.comments:
            lines += [*(f"> {_plain(line)}".rstrip() for line in comment.splitlines()), ""]
        if each.message:
            lines += [*_code(each.message), ""]
        for part in each.parts:
            mark = "✓" if part.score == part.points else "✗"
            lines.append(f"- {mark} {_plain(part.name)}: {part.score:g} of {part.points:g}")
            for test in part.tests:
                lines.append(f"  - {_plain(test.name)}: {test.outcome}")
                if test.message:
                    lines += ["", *(f"    {line}" for line in _code(test.message)), ""]
        lines.append("")
    if student.handin.notes:
        lines += ["## What was not taken", ""]
        lines += [f"- {_plain(note)}" for note in student.handin.notes]
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str) -> str:
    """Text in which Markdown finds nothing to do."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&$])", r"\\\1", clean(text, MAX_TEXT))


def _code(text: str) -> list[str]:
    """Lines in a fence that is longer than any run of its sign in them."""
    runs = re.findall(r"`+", text)
    fence = "`" * max(3, 1 + max(map(len, runs), default=0))
    return [f"{fence}text", *clean(text, MAX_TEXT, lines=True).split("\n"), fence]


def file_name(student: str) -> str:
    """A file's name for a student's id, different for every other id, on every system."""
    plain = re.sub(r"[^\w.-]", "_", student)[:60].strip(".") or "_"
    if plain == student == plain.casefold() and not _NOT_PLAIN.fullmatch(plain):
        return plain
    return f"{plain}-{hashlib.sha256(student.encode('utf-8', 'replace')).hexdigest()[:8]}"
