"""Today's katas, one after the other: a watch over one scratch file at a time."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from rich.console import Console

from ..contents.course import Course, Exercise, UsageError
from ..report.output import faults_text
from ..report.screen import ALL, Screen
from ..report.verdict import Report
from ..terminal.loop import Loop, View, run_loop
from ..terminal.pager import Pager, code_lines
from ..terminal.saves import Saves
from ..terminal.screen import Page, Pipe, writing
from ..words.text import clean
from .kata_desk import FOLDER, Desk, Work, answer, checking
from .kata_forms import Passes
from .kata_page import KEYS, LAST, body, ending, going, hint_text, nameless, task_text
from .kata_table import AHEAD, next_text, schedule
from .progress import Progress
from .warm import BrokenOff, WarmGrader
from .workshop import place, shown

# Every sentence about the going of a practice stands here, whole; kata_page has the others.
MAKING = "The kata of {name} is being made and tried …"
GRADING = "Grading {path} …"
NO_HINTS = "There are no hints for this kata. Nothing is counted."
SKIPPED = "{name} is skipped: nothing is counted, and it stays due."
ASK_GIVE_UP = "Press g again to see the answer. The kata will come again soon."
NOT_DONE = "This kata is not done yet. Press s to skip it, or g to see the answer."
DONE = "This kata is done. Press n to go on, or q to end."
WROTE_AGAIN = "{path} was gone: it is there again, as it was given."


def practise(course: Course, exercises: Sequence[Exercise], grader: WarmGrader, poll: bool) -> int:
    """Go through the katas of these exercises; the exit status. Raises UsageError.

    grader: of the scratch folder; poll: do not rely on notifications of saves.
    """
    with checking(course, grader) as check:
        return run_loop(partial(Practice, course, exercises, grader, check, poll), KEYS)


class Practice(Loop):
    """The state of today's practice, and what each event does to it."""

    def __init__(
        self,
        course: Course,
        exercises: Sequence[Exercise],
        grader: WarmGrader,
        check: Passes,
        poll: bool,
        view: View,
        console: Console,
    ) -> None:
        super().__init__(view, console)
        progress = Progress(course.root, lambda text: self._notes.append(text))
        self._desk = Desk(course, progress, check)
        self._grader = grader
        self._screen = Screen()
        self._saves = Saves(course.root / FOLDER, self._note_save, poll)
        self._exercises = exercises
        self._place = 0  # of the kata at work, from 1
        self._work: Work | None = None
        self._report: Report | None = None
        self._ended: list[str] = []  # what is said at the end of this kata; [] while it is open
        self._answer = ""  # once it was asked for
        self._asked = ""

    def _break_off(self) -> None:
        self._grader.break_off()

    def run(self) -> int:
        """Handle events until one of them ends the practice; the exit status."""
        try:
            return super().run()
        except BrokenOff:
            return self._status or 0

    def _begin(self) -> None:
        self._notes += [AHEAD] if self._desk.deck(_today()).ahead else []
        self._go_on()

    def _close(self) -> None:
        if self._work and not self._ended:
            self._desk.note(self._work)

    def _go_on(self) -> None:
        """Open the next kata that can be made; after the last one, end."""
        self._saves.follow()
        was_open = not self._ended
        self._work, self._report, self._ended = None, None, []
        self._instead, self._answer = None, ""
        while self._place < len(self._exercises):
            exercise = self._exercises[self._place]
            self._place += 1
            self._view.busy(MAKING.format(name=exercise.name))
            opened = self._desk.open(exercise, _today())
            if isinstance(opened, Work):
                self._work = opened
                self._notes += opened.notes
                self._saves.follow(self._file)
                if opened.kata.form == "bug" or self._desk.text(exercise) != opened.kata.given:
                    self._grade()
                else:
                    self._number += 1
                    self._draw()
                return
            self._notes.append(opened)
        if was_open or self._notes:  # else the end of the last one has said all this
            self._number += 1
            coming = next_text(self._desk.deck(_today()), _today(), after=_today())
            self._ended, self._notes = [*self._notes, LAST, coming], []
            self._draw()
        self.stop(0)

    @property
    def _at_work(self) -> Work:
        assert self._work is not None
        return self._work

    @property
    def _file(self) -> Path:
        return self._desk.file(self._at_work.kata.exercise)

    def _saved_anew(self) -> None:
        self._notes = []
        self._grade()

    def _grade(self) -> None:
        """Grade the file as it is now, show the verdict, and remember what it says."""
        if self._status is not None or self._work is None or self._ended:
            return
        work, exercise = self._work, self._work.kata.exercise
        if self._desk.text(exercise) is None:
            self._desk.put(work.kata)
            self._saves.follow(self._file)
            self._notes.append(WROTE_AGAIN.format(path=shown(self._file)))
        grading = GRADING.format(path=shown(self._file))
        report = self._look(grading, lambda: self._grader.grade(exercise))
        if report is None:
            return
        self._report = nameless(report) if work.kata.form == "bug" else report
        self._faults = report.faults
        if report.faults:
            self._notes.append(faults_text(report.faults))
        else:
            self._desk.note(work)
            if report.complete:
                self._end(solved=True)
        self._draw()
        if self._ended and isinstance(self._view, Pipe):
            self._notes = []
            self._go_on()

    def _end(self, solved: bool) -> None:
        """Rate the kata; say what it was, when it comes again, and what comes next."""
        work, today = self._at_work, _today()
        self._saves.follow()
        told = self._desk.told(work.kata)
        if solved and work.kata.form == "bug":
            told.append(self._desk.praise(work.kata))
        self._desk.end(work, solved)
        coming = next(iter(self._exercises[self._place :]), None)
        self._ended = [*told, *ending(work, solved, coming, self._desk.deck(today), today)]

    def _draw(self) -> None:
        closing = self._closing()
        told = (list(self._notes), closing, closing)
        self._view.show(Page(self._number, self._body, *told, instead=self._instead))

    def _body(self, height: int | None) -> tuple[str, bool]:
        """The task, and the verdict or the answer, in so many lines; whether there is more."""
        if self._work is None:
            return "", False
        count = len(self._exercises)
        task = task_text(self._work.kata, self._place, count, shown(self._file))
        with writing():  # rich touches the output for this
            return body(task, self._answer, self._report, self._screen, self._console, height)

    def _closing(self) -> list[str]:
        """What to do next."""
        if self._ended or self._work is None:
            return self._ended
        return going(self._work, place(self._file), self._time if self._report else "")

    # Keys

    def _pressed(self, key: str) -> None:
        if self._work is None:
            return
        asked, self._asked = self._asked, ""
        self._notes = []
        while_open: dict[str, Callable[[], None]] = {
            "h": self._hint,
            "s": self._skip,
            "g": partial(self._give_up, confirmed=asked == "g"),
            "r": self._grade,
        }
        actions = {"a": self._all, "l": self._list, "n": self._next}
        actions |= {} if self._ended else while_open
        if self._ended and key in while_open:
            self._notes.append(DONE)
        try:
            actions.get(key, self._draw)()
        except UsageError as error:
            self._notes.append(clean(str(error)))
            self._draw()

    def _next(self) -> None:
        if self._ended:
            self._go_on()
        else:
            self._notes.append(NOT_DONE)
            self._draw()

    def _skip(self) -> None:
        self._desk.note(self._at_work)
        self._notes.append(SKIPPED.format(name=self._at_work.kata.exercise.name))
        self._go_on()

    def _hint(self) -> None:
        work = self._at_work
        hints = self._desk.hints(work.kata)
        if not hints:
            self._notes.append(NO_HINTS)
        else:
            work.record.hints = min(work.record.hints + 1, len(hints))
            self._notes.append(hint_text(hints, work.record.hints))
            self._desk.note(work)
        self._draw()

    def _give_up(self, confirmed: bool) -> None:
        if confirmed:
            self._answer = answer(self._at_work.kata)
            self._end(solved=False)
        else:
            self._asked = "g"
            self._notes.append(ASK_GIVE_UP)
        self._draw()

    def _list(self) -> None:
        text = schedule(self._desk.deck(_today()), _today(), self._console)
        self._instead = Pager(lambda width: text.split("\n"))
        self._draw()

    def _all(self) -> None:
        """The answer, or all that failed, to scroll through."""
        report, text = self._report, self._answer
        if text:
            self._instead = Pager(lambda width: code_lines(text, width))
        elif report:
            self._instead = Pager(lambda width: self._screen.render(report, ALL).splitlines())
        self._draw()


def _today() -> date:
    return datetime.now().date()
