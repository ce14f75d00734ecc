"""The finale: what a course makes of the learner's own files alone, once all of them are there.

A course has one if there is a module course/figures/finale.py with

    PARTS                      {name: the exercise that it is taken from}
    measure(own)               use these names, as attributes of own; a dict of names and arrays
    sentence(values)           what the learner is told, with numbers from these arrays
    draw(figure, values)       the picture
    letters(values, columns)   sentence and picture for a terminal that shows letters only
    DEADLINE                   seconds for one call

measure's calls run in a confined worker that has the files that were handed in and no others: no
solution of the course stands in for what is missing. What was found is kept beside the picture,
with the hash of all these files, and is found anew when one of them has changed.
"""

import hashlib
import importlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from ..contents.course import Course, Exercise, imported_modules
from ..contents.handin import Files, Outside, Target, names_alone, shared_files
from ..submission.manners import SubmissionFailure
from ..submission.servers import Server
from ..words.text import clean
from .paper import write_svg
from .plotting import CannotDraw, drawing, measured_by, plot_files, unfit, writable

NAME = "finale"
COLUMNS = 78  # of what is shown in letters
MAX_TEXT = 20_000
EXAMPLE = re.compile(rb"^[ \t]*>>>.*$", re.MULTILINE)  # what a docstring imports is not needed

BROKEN = "Your files do not work together yet: {problem}"
BROKEN_AT = "Your files do not work together yet, at {path}:{line}: {problem}"


@dataclass(frozen=True)
class Finale:
    """What came of it. paths: the PNG, the SVG and the narrow SVG file; letters: with sentence."""

    sentence: str
    letters: str
    paths: tuple[Path, Path, Path]


def gather(course: Course, target: Target) -> Files:
    """The files that were handed in and that the finale needs. Raises CannotDraw."""
    files: Files = {}
    for name in _module().PARTS.values():
        task = target.task(course, course.one(name), "own")
        if task.problem:
            raise CannotDraw(BROKEN.format(problem=task.problem))
        files |= task.files
    return files


def exercises_of(course: Course, files: Files) -> list[Exercise]:
    """The exercises that are imported, directly or not, by what the finale begins with."""
    wanted = [course.one(name).module for name in _module().PARTS.values()]
    found: set[str] = set()
    for module in wanted:  # which grows
        if module in files and module not in found:
            found.add(module)
            wanted.extend(imported_modules(EXAMPLE.sub(b"", files[module][1]), module))
    return [exercise for exercise in course.exercises if exercise.module in found]


def perform(course: Course, files: Files, server: Server) -> Finale:
    """Measure, draw and keep; what was kept if it is of these very files.

    Raises CannotDraw, with what keeps the files from working together, and UsageError if the
    picture cannot be written.
    """
    sha256 = _sha256(course, files)
    known = _kept(course, sha256)
    if known:
        return known
    module = _module()
    values = _measure(module, files, {**shared_files(course), **names_alone(files)}, server)
    paths = plot_files(course, NAME)
    with writable(paths[0]):
        try:
            found = Finale(module.sentence(values), module.letters(values, COLUMNS), paths)
            for path, sheets in zip(paths, ((), (), ("narrow",)), strict=True):
                with drawing(course, *sheets):
                    figure = Figure()
                    module.draw(figure, values)
                    if path.suffix == ".png":
                        figure.savefig(path)
                    else:
                        write_svg(course, figure, path, sha256)
        except OSError:
            raise
        except Exception as error:
            raise CannotDraw(BROKEN.format(problem=unfit(error))) from None
        # Last, so that it says of pictures that are there what they show.
        _note(course).write_text("\n".join([sha256, found.sentence, found.letters]), "utf-8")
    return found


def _measure(module: Any, files: Files, outside: Outside, server: Server) -> dict[str, Any]:
    files = {**files, NAME: (f"{NAME}.py", _imports(module))}
    try:
        return measured_by(module.measure, server, NAME, files, outside, module.DEADLINE)
    except SubmissionFailure as failure:
        raise CannotDraw(_told(failure)) from None
    except CannotDraw as reason:
        raise CannotDraw(BROKEN.format(problem=reason)) from None


def _imports(module: Any) -> bytes:
    """A file that has the parts' names in it, and nothing else."""
    sources = {name: where.replace("/", ".") for name, where in module.PARTS.items()}
    return "\n".join(f"from .{where} import {name}" for name, where in sources.items()).encode()


def _told(failure: SubmissionFailure) -> str:
    """Where and why, in one sentence, as far as it is known."""
    problem = clean(str(failure))
    places = [place for place in failure.places if place[0] != f"{NAME}.py"]
    if not places:
        return BROKEN.format(problem=problem)
    path, line, _ = places[-1]
    return BROKEN_AT.format(path=path, line=line, problem=problem)


def _kept(course: Course, sha256: str) -> Finale | None:
    """What was found earlier, if it is of the files with this hash and the pictures are there."""
    paths = plot_files(course, NAME)
    try:
        mark, _, text = _note(course).read_text("utf-8")[:MAX_TEXT].partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if mark != sha256 or not all(path.is_file() for path in paths):
        return None
    said, _, letters = text.partition("\n")
    return Finale(clean(said), clean(letters, MAX_TEXT, lines=True), paths)


def _sha256(course: Course, files: Files) -> str:
    """Of all that the finale depends on."""
    digest = hashlib.sha256(course.finale.read_bytes())
    for module, (_, source) in sorted(files.items()):
        digest.update(f"\n{module} {len(source)}\n".encode() + source)
    return digest.hexdigest()


def _note(course: Course) -> Path:
    return course.root / "plots" / f"{NAME}.txt"


def _module() -> Any:
    return importlib.import_module(f"course.figures.{NAME}")
