"""A mistake or an alternative from a file that shows it: its difference to the solution."""

import re
from pathlib import Path
from typing import Literal

from ..certify.prove import prover
from ..certify.ready import obstacles
from ..contents.course import Course, Exercise, UsageError
from ..contents.drafts import entry, means
from ..contents.mistakes import Knowledge, load_knowledge, parse_knowledge
from ..contents.writing import write_all
from ..judge.suites import Suites
from ..submission.servers import Server
from ..words.text import clean

Sort = Literal["mistake", "alternative"]
SORTS: tuple[Sort, ...] = ("mistake", "alternative")

MAX_FAILURE = 300  # characters of what a test says
SAYS = {
    "mistake": ("feedback", "FILL IN: what went wrong and how to mend it, in a sentence or two"),
    "alternative": ("reason", "FILL IN: why it is as good as the solution"),
}
BEFORE = {"mistake": ("alternative", "equivalent"), "alternative": ("equivalent",)}

# Every sentence about such a file stands here, whole.
ADDED = "{where} has a new {sort}, {name!r}: say in its {key} what is still to be filled in."
CAUGHT = "It fails {failure}"
NO_FILE = "{path} cannot be read: {problem}."
NO_PYTHON = "{path}:{line} is no Python: {problem}."
NO_SOLUTION = "{path} cannot be used: {problem}."
SAME = "{path} does what the solution does: they differ in comments, docstrings and layout at most."
KNOWN = "{path} does what {name!r} in {where} does."
NAME_TAKEN = "{where} has an entry named {name!r} already, as {path} is named: rename the file."
NOT_CAUGHT = (
    "No test of the suite catches {path}. If it is wrong, write a test that it fails first; "
    "if it is right, it is an alternative."
)
NOT_RIGHT = "{path} fails {failure} So it is no alternative, or the suite is too strict."
NOT_SAID = "{where} could not be extended: write the entry by hand."


def add_entry(
    course: Course, exercise: Exercise, sort: Sort, path: Path, server: Server | None
) -> str:
    """Add what a file shows to an exercise's mistakes file; what was done, as a sentence.

    server: for workers in which the file is tried; it may be a stranger's. Raises UsageError.
    """
    where = exercise.mistakes.relative_to(exercise.root).as_posix()
    source, solution = _read(path), _read(exercise.solution)
    name = re.sub(r"[\W_]+", "-", path.stem.lower()).strip("-") or sort
    about = {"path": path, "where": where, "name": name, "sort": sort, "key": SAYS[sort][0]}
    known = load_knowledge(exercise)
    entries = _first_forms(known)
    if means(source) == means(solution):
        raise UsageError(SAME.format(**about))
    for other, theirs in _sources(known):
        if means(source) == means(theirs):
            raise UsageError(KNOWN.format(path=path, name=other, where=where))
    if name in entries:
        raise UsageError(NAME_TAKEN.format(**about))
    suites = Suites(course)
    missing = obstacles(course, exercise, suites)
    if missing:
        raise UsageError("\n".join(missing))
    failure = prover(course, exercise, suites, server).first_failure(source, in_worker=True)
    failure = clean(failure, MAX_FAILURE)
    failure += "" if failure[-1:] in ("", ".", "…") else "."
    if sort == "mistake" and not failure:
        raise UsageError(NOT_CAUGHT.format(**about))
    if sort == "alternative" and failure:
        raise UsageError(NOT_RIGHT.format(failure=failure, **about))
    text = exercise.mistakes.read_text("utf-8") if exercise.mistakes.exists() else ""
    key, to_fill_in = SAYS[sort]
    extended = _extended(text, sort, entry(sort, name, solution, source, {key: to_fill_in}))
    told = parse_knowledge(exercise, extended)
    sources = {each: means(code) for each, code in {**entries, name: source}.items()}
    said = {each: means(code) for each, code in _first_forms(told).items()}
    if said != sources or told.hints != known.hints:
        raise UsageError(NOT_SAID.format(**about))
    try:
        write_all({exercise.mistakes: extended.encode()})
    except OSError as error:
        raise UsageError(NO_FILE.format(path=where, problem=error.strerror)) from None
    done = ADDED.format(**about)
    return f"{CAUGHT.format(failure=failure)}\n{done}" if failure else done


def _sources(known: Knowledge) -> list[tuple[str, str]]:
    """The names and sources of all entries, of a mistake in all its forms."""
    mistakes = [(mistake.name, mistake.source) for mistake in known.mistakes]
    return mistakes + [(each.name, each.source) for each in known.alternatives]


def _first_forms(known: Knowledge) -> dict[str, str]:
    """The sources of all entries by their names."""
    return dict(reversed(_sources(known)))


def _extended(text: str, sort: Sort, entry: str) -> str:
    """A mistakes file with one entry more, after those of its sort."""
    following = re.search(rf"^\[\[(?:{'|'.join(BEFORE[sort])})\]\]", text, re.MULTILINE)
    if following:
        place = following.start()
        return f"{text[:place]}{entry}\n{text[place:]}"
    return f"{text.rstrip()}\n\n{entry}" if text.strip() else entry


def _read(path: Path) -> str:
    """A Python file's text, as the solutions' are. Raises UsageError."""
    try:
        text = path.read_text(encoding="utf-8-sig").rstrip() + "\n"
        compile(text, str(path), "exec")
    except SyntaxError as error:
        sentence = NO_PYTHON.format(path=path, line=error.lineno or 1, problem=error.msg)
        raise UsageError(sentence) from None
    except OSError as error:
        raise UsageError(NO_FILE.format(path=path, problem=error.strerror)) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise UsageError(NO_SOLUTION.format(path=path, problem=error)) from None
    return text
