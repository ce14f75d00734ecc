"""A watch: grades a file whenever it is saved; all else that a learner needs comes by a key."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from rich.console import Console

from ..contents.course import NOT_IN_KIT, Course, Exercise, UsageError
from ..judge.repair import Repair
from ..plots.terminal import has_picture
from ..report.output import faults_text
from ..report.screen import ALL, BARE, Screen
from ..report.verdict import Report
from ..terminal.loop import Loop, View, run_loop
from ..terminal.pager import Instead, Pager, Picture, code_lines
from ..terminal.saves import Saves
from ..terminal.screen import KEYS, KIT_KEYS, Page, writing
from ..words.text import clean
from .hints import next_hint
from .listing import choice, rows_of
from .next_steps import advice, briefly, following, progress_line
from .plot_process import Plots
from .progress import Progress
from .task import task_of
from .warm import BrokenOff, WarmGrader
from .workshop import is_stub, place, reset, shown, solution_text, undo

# Every sentence of a watch that is not also another command's stands here, whole.
GRADING = "Grading {path} …"
LOOKING = "Looking for a hint in {path} …"
OTHER_SAVED = "{path} was saved: press o to watch it."
NO_NEXT = "There is no exercise after this one, and no other one is open."
NO_PREVIOUS = "This is the first exercise."
ASK_RESET = "Press x again to replace {path} by its stub. What is in it is kept as a backup."
CAN_UNDO = "Press u to have it as it was."
ASK_SOLUTION = (
    "{name} is not solved yet. Press s again to see the solution all the same; "
    "your progress will say so."
)
DRAWING = "{name} is being drawn."

MAX_TEXT = 100_000  # characters of a solution
POINTLESS = ("n", "b", "r", "o")  # after one of these keys, nobody waits for the grading that runs


def watch(course: Course, exercises: Sequence[Exercise], grader: WarmGrader, poll: bool) -> int:
    """Watch, beginning with the first of these exercises that is not solved; the exit status.

    poll: do not rely on notifications of saves. Raises UsageError.
    """
    return run_loop(
        lambda view, console: Watch(course, exercises, grader, view, console, poll),
        KIT_KEYS if course.is_kit else KEYS,
    )


def _untouched(report: Report) -> bool:
    """Whether nothing is written yet in the one file that a watch has graded."""
    return report.exercises[0].status == "not started"


class Watch(Loop):
    """The state of a watch, and what each event does to it."""

    def __init__(
        self,
        course: Course,
        exercises: Sequence[Exercise],
        grader: WarmGrader,
        view: View,
        console: Console,
        poll: bool,
    ) -> None:
        super().__init__(view, console)
        self._course = course
        self._exercises = exercises
        self._grader = grader
        self._screen = Screen(console=console)
        self._progress = Progress(course.root, lambda text: self._warnings.append(text))
        self._files = {exercise.file: exercise for exercise in course.exercises}
        self._saves = Saves(
            course.root / "exercises", self._note_save, poll, [*self._files], self._note_other
        )
        self._plots = Plots(course.root, lambda text: self._events.put(partial(self._drawn, text)))
        self._exercise = course.exercises[0]
        self._solved: set[str] = set()
        self._report: Report | None = None
        self._warnings: list[str] = []
        self._saved: Exercise | None = None  # another one than is shown
        self._asked = ""

    # Called by other threads and by signal handlers

    def press(self, key: str) -> None:
        """Note a key."""
        if key in POINTLESS and self._instead is None:
            self._break_off()
        super().press(key)

    def _break_off(self) -> None:
        self._grader.break_off()

    def _note_other(self, path: Path) -> None:
        self._events.put(partial(self._offer, self._files[path]))

    # The main thread's

    def _begin(self) -> None:
        self._open(self._first_open(self._exercises))

    def _close(self) -> None:
        self._plots.stop()

    def _first_open(self, exercises: Sequence[Exercise]) -> Exercise:
        """The first that is not solved; what is not known of it is found out by grading."""
        for exercise in exercises if len(exercises) > 1 else ():
            if self._progress.standing(exercise).status_of(exercise) == "solved":
                continue
            if not exercise.file.exists() or is_stub(exercise):
                return exercise
            self._view.busy(GRADING.format(path=shown(exercise.file)))
            report = self._grader.grade(exercise)
            if report is None or report.faults or not report.complete:
                return exercise
            self._progress.note(report.exercises)
        return exercises[0]

    def _open(self, exercise: Exercise) -> None:
        rows = rows_of(self._course.exercises, self._progress)
        self._solved = {row.exercise.name for row in rows if row.state == "solved"}
        self._exercise, self._report, self._notes = exercise, None, []
        self._instead = self._saved = None
        self._saves.follow(exercise.file)
        self._grade()

    def _saved_anew(self) -> None:
        self._grade()

    def _grade(self) -> None:
        """Grade the file as it is now, show the verdict, then remember it."""
        grading = GRADING.format(path=shown(self._exercise.file))
        report = self._look(grading, lambda: self._grader.grade(self._exercise))
        if report is None:
            return
        self._report, self._faults, self._notes = report, report.faults, []
        is_last = False
        if report.faults:
            self._warnings.append(faults_text(report.faults))
        elif report.complete:
            is_last = self._exercise.name not in self._solved
            self._solved.add(self._exercise.name)
            is_last = is_last and len(self._solved) == len(self._course.exercises)
        else:
            self._solved.discard(self._exercise.name)
        self._draw()
        if not report.faults:
            self._progress.note(report.exercises)
            if self._warnings:
                self._draw()
            if is_last and self._course.finale.is_file():
                self._plots.draw_finale(self._console.width, self._console.height)

    def _draw(self) -> None:
        self._notes += self._warnings
        self._warnings = []
        time = self._time if self._report and not _untouched(self._report) else ""
        closing, in_pipe = (
            advice(self._course, self._exercise, self._solved, time, keys) for keys in (True, False)
        )
        closing = [*closing, progress_line(self._course, self._solved)]
        brief = briefly(self._exercise, self._solved)
        body = self._number, self._body, self._notes
        self._view.show(Page(*body, closing, in_pipe, self._instead, brief))

    def _body(self, height: int | None) -> tuple[str, bool]:
        """The verdict for so many lines, and whether that is not all that failed."""
        if self._report is None:
            return "", False
        with writing():  # rich touches the output for this
            if height is None:
                return self._screen.render(self._report, BARE), False
            if _untouched(self._report):
                asked, where = task_of(self._exercise), place(self._exercise.file)
                return self._screen.opening(self._report.exercises[0], asked, where, height), False
            return self._screen.fitting(self._report, height)

    def _say(self, text: str) -> None:
        self._instead, self._notes = None, [text]
        self._draw()

    def _show_instead(self, instead: Instead | None) -> None:
        """Show something in place of the verdict, until a key ends it."""
        self._instead, self._notes = instead, []
        self._draw()

    def _offer(self, exercise: Exercise) -> None:
        """Another exercise than the one that is shown was saved."""
        if exercise != self._exercise:
            self._saved = exercise
            self._notes = [OTHER_SAVED.format(path=shown(exercise.file))]
            self._draw()

    # Keys

    def _pressed(self, key: str) -> None:
        asked, self._asked = self._asked, ""
        actions: dict[str, Callable[[], None]] = {
            "h": self._hint,
            "n": self._go_on,
            "b": self._go_back,
            "a": self._all,
            "l": self._list,
            "o": lambda: self._open(self._saved) if self._saved else None,
            "p": self._plot,
            "s": partial(self._solution, confirmed=asked == "s"),
            "r": self._grade,
            "x": partial(self._reset, confirmed=asked == "x"),
            "u": lambda: self._change(undo, CAN_UNDO),
        }
        if self._course.is_kit and key in KEYS.keys() - KIT_KEYS.keys():
            self._say(NOT_IN_KIT.format(name=KEYS[key]))
            return
        try:
            actions.get(key, lambda: self._show_instead(None))()
        except UsageError as error:
            self._say(clean(str(error)))

    def _hint(self) -> None:
        """One more hint; a save, or a key that leads elsewhere, breaks the search for it off."""

        def look_for(exercise: Exercise) -> Sequence[Repair]:
            self._view.busy(LOOKING.format(path=shown(exercise.file)))
            return self._grader.find_repairs(exercise, self._report)

        with suppress(BrokenOff):
            self._say(next_hint(self._exercise, self._progress, look_for, by_key=True))

    def _go_on(self) -> None:
        after = following(self._course, self._exercise, self._solved)
        if after is None:
            self._say(NO_NEXT)
        else:
            self._open(after)

    def _go_back(self) -> None:
        index = self._course.exercises.index(self._exercise)
        if index == 0:
            self._say(NO_PREVIOUS)
        else:
            self._open(self._course.exercises[index - 1])

    def _list(self) -> None:
        self._show_instead(choice(self._course, self._progress, self._exercise, self._console))

    def _all(self) -> None:
        """All that failed, to scroll through."""
        report = self._report
        if report:
            self._show_instead(Pager(lambda width: self._screen.render(report, ALL).splitlines()))

    def _plot(self) -> None:
        self._plots.draw(self._exercise, self._console.width, self._console.height)
        self._say(DRAWING.format(name=self._exercise.stem))

    def _drawn(self, text: str) -> None:
        if has_picture(text):
            self._show_instead(Picture(text))
        else:
            self._say(text)

    def _solution(self, confirmed: bool) -> None:
        if self._exercise.name not in self._solved:
            if not confirmed:
                self._asked = "s"
                self._say(ASK_SOLUTION.format(name=self._exercise.stem))
                return
            self._progress.note_solution(self._exercise)
        text = clean(solution_text(self._exercise), MAX_TEXT, lines=True)
        self._show_instead(Pager(lambda width: code_lines(text, width)))

    def _reset(self, confirmed: bool) -> None:
        file = self._exercise.file
        has_work = file.exists() and not is_stub(self._exercise)
        if confirmed or not has_work:
            self._change(reset, CAN_UNDO if has_work else "")
        else:
            self._asked = "x"
            self._say(ASK_RESET.format(path=shown(self._exercise.file)))

    def _change(self, change: Callable[[Exercise], str], after: str) -> None:
        """Change the learner's file, and grade it, which is not to be noticed as a save.

        after: what is said below what was done.
        """
        self._saves.follow()
        try:
            done = change(self._exercise)
        finally:
            self._saves.follow(self._exercise.file)
        self._grade()
        self._say(f"{done}\n{after}".rstrip())
