"""What a watch says below a verdict: the next step, and a proper ending of what has one."""

from collections.abc import Collection

from ..contents.course import Course, Exercise
from ..report.overview import bar
from ..report.screen import ALL_SOLVED
from ..report.summary import EXAMPLES_ONLY
from .listing import SOLVED
from .workshop import place

# Every sentence of these stands here, whole.
BEGIN = "Every save is graded."
EDIT = "Graded at {time}. Edit {place}: every save is graded."
HINT_KEY = "Press h for a hint."
BRING_BACK_KEY = "Press x to have its stub back."
EDIT_BRIEFLY = "Edit {place} and save."
HOLDS_NEXT = "All examples of {name} hold. Next is {next}: press n."
HOLDS_NEXT_IN_PIPE = "All examples of {name} hold. Next is {next}."
HOLDS_LAST = "All examples of {name} hold. It is the last exercise, and no other one is open."
SOLVED_NEXT = "{name} is solved. Next is {next}: press n."
SOLVED_NEXT_IN_PIPE = "{name} is solved. Next is {next}."
SOLVED_LAST = "{name} is solved. It is the last exercise, and no other one is open."
SEE_AND_COMPARE = "Press p to see it, s to compare it with the reference."
COMPARE = "Press s to compare it with the reference."
CHAPTER_SOLVED = "That completes the chapter “{title}”."


def following(course: Course, exercise: Exercise, solved: Collection[str]) -> Exercise | None:
    """The next in course order; after the last, the first that is open."""
    later = course.exercises[course.exercises.index(exercise) + 1 :]
    still_open = [e for e in course.exercises if e.name not in solved and e != exercise]
    return next(iter(later or still_open), None)


def advice(
    course: Course, exercise: Exercise, solved: Collection[str], time: str, keys: bool
) -> list[str]:
    """What to do now; the first sentence matters most.

    time: of the verdict, "" if nothing is written yet; keys: whether this reader has keys to press.
    """
    if keys and not exercise.file.exists():
        return [BRING_BACK_KEY]
    if exercise.name not in solved:
        edit = EDIT.format(time=time, place=place(exercise.file)) if time else BEGIN
        return [edit if course.is_kit else f"{edit} {HINT_KEY}"]
    after = following(course, exercise, solved)
    if course.is_kit:
        sentence = (HOLDS_NEXT if keys else HOLDS_NEXT_IN_PIPE) if after else HOLDS_LAST
        return [sentence.format(name=exercise.stem, next=after and after.stem), EXAMPLES_ONLY]
    if len(solved) == len(course.exercises):
        return [ALL_SOLVED.format(count=len(solved)), *filter(None, [course.ending])]
    sentence = SOLVED_LAST.format(name=exercise.stem)
    if after:
        sentence = SOLVED_NEXT if keys else SOLVED_NEXT_IN_PIPE
        sentence = sentence.format(name=exercise.stem, next=after.stem)
    chapter = next(each for each in course.chapters if exercise in each.exercises)
    said = [sentence]
    if keys:
        said.append(SEE_AND_COMPARE if exercise.figure.is_file() else COMPARE)
    if all(other.name in solved for other in chapter.exercises):
        said.append(f"{CHAPTER_SOLVED.format(title=chapter.title)} {chapter.ending}".rstrip())
    return said


def briefly(exercise: Exercise, solved: Collection[str]) -> str:
    """The next step of an exercise that is open, in a window with few lines; else nothing."""
    return "" if exercise.name in solved else EDIT_BRIEFLY.format(place=place(exercise.file))


def progress_line(course: Course, solved: Collection[str]) -> str:
    """How far the course is solved."""
    done, count = len(solved), len(course.exercises)
    return SOLVED.format(bar=bar(done, count), solved=done, count=count)
