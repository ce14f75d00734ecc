"""How a learner who has solved the last exercise is greeted."""

import sys
from collections.abc import Sequence

from ..contents.course import Course
from ..contents.handin import Files, Target
from ..plots.finale import Finale, exercises_of, gather, perform
from ..plots.plotting import CannotDraw
from ..plots.terminal import linked, picture_here
from ..report.output import faults_text
from ..submission.servers import WorkerFault, serving
from ..wire.protocol import Level
from ..words.sessions import command_line
from .listing import rows_of
from .progress import Progress
from .workshop import shown

# Every sentence about the finale that is not the course's own stands here, whole.
NO_FINALE = "This course has no finale."
OPEN = "Your network is not all there yet: {name} is not solved as it is now."
SEVERAL_OPEN = (
    "Your network is not all there yet: {name} and {more} more are not solved as they are now."
)
AGAIN = "This shows it again:{command}"


def open_parts(course: Course, files: Files, progress: Progress) -> None:
    """Raises CannotDraw if one of these files is not solved as it is now."""
    rows = rows_of(exercises_of(course, files), progress)
    names = [row.exercise.name for row in rows if row.state != "solved"]
    if names:
        form = OPEN if len(names) == 1 else SEVERAL_OPEN
        raise CannotDraw(form.format(name=names[0], more=len(names) - 1))


def greeting(course: Course, level: Level) -> str:
    """What a learner reads once all exercises are solved; "" if the course has no finale.

    level: how the worker that trains is confined. Raises UsageError if the picture cannot be kept.
    """
    if not course.finale.is_file():
        return ""
    try:
        with serving(level, course.readable) as server:
            found = perform(course, gather(course, Target.find(course, "exercises")), server)
    except CannotDraw as reason:
        return f"\n{reason}\n"
    except WorkerFault as fault:
        return faults_text([str(fault)]) + "\n"
    return f"\n{announce(found)}{AGAIN.format(command=command_line('finale'))}\n"


def announce(found: Finale, size: Sequence[int] | None = None) -> str:
    """The sentence and the picture for a terminal, or for the pipe that stands in its place.

    size: columns and rows of a terminal that another process has, None for our own.
    """
    terminal = size is not None or sys.stdout.isatty()
    text = found.letters
    if terminal:
        image = picture_here(found.paths[0], size)
        text = f"{found.sentence}\n{image}" if image else text
    return f"{text}\n\n{linked(found.paths[0], shown(found.paths[0]), terminal)}\n"
