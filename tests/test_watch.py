"""A watch, driven as a learner drives it: in a terminal, by keys and by saving files."""

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
import watchfiles
from conftest import ROOT, SOLUTION, SUITE, SmallCourse, run_grader

from grader.contents.course import Course
from grader.contents.mistakes import load_knowledge, section_of
from grader.contents.stubs import stub_of
from grader.terminal.saves import Saves

STUB = stub_of(SOLUTION)
WRONG = SOLUTION.replace("2.0 *", "3.0 *")
ENDLESS = STUB.replace("raise NotImplementedError", "while True: pass")
PATIENCE = 60.0  # seconds; this machine may be busy with other things
KEYS = "h hint  n next  b back  l list  p plot  s solution  r rerun  x reset  q quit"
CLEAR = "\x1b[H\x1b[J"
FAKE_PLOT = """\
def arguments(parser):
    parser.add_argument("name")
    parser.add_argument("--terminal", nargs=2)


def run(*_):
    print("a plot \\u2809")  # a braille letter, as in curves
"""


@pytest.fixture
def course(small_course):
    course = small_course({"doubling": STUB, "second": STUB, "third": STUB})
    course.write("course/mistakes/bad/doubling.toml", 'hints = ["Think of twice.", "2.0 * x."]\n')
    course.write("course/suites/bad/test_third.py", SUITE.replace("= 1.0", "= 60.0"))
    return course


def save(course: SmallCourse, content: str, name: str = "doubling") -> None:
    course.write(f"exercises/bad/{name}.py", content)


def wait_until(holds: Callable[[], object], what: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what()
        time.sleep(0.02)


class Terminal:
    """A watch in a pseudo-terminal."""

    command = "watch"

    def __init__(
        self, course: SmallCourse, *arguments: str, columns: int = 80, rows: int = 40, **more: str
    ):
        self._near, far = pty.openpty()
        termios.tcsetwinsize(far, (rows, columns))
        self.before = termios.tcgetattr(self._near)
        environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", self.command, *arguments],
            cwd=course.folder,
            stdin=far,
            stdout=far,
            stderr=far,
            env={**environment, "TERM": "xterm-256color", **more},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(far)
        self.output = ""

    def _read(self) -> None:
        while select.select([self._near], [], [], 0)[0]:
            try:
                piece = os.read(self._near, 1 << 16)
            except OSError:  # the other side is closed
                return
            self.output += piece.decode()

    @property
    def frames(self) -> int:
        self._read()
        return self.output.count(CLEAR)

    @property
    def screen(self) -> str:
        """What was drawn last, as plain text."""
        self._read()
        last = self.output.split(CLEAR)[-1].replace("\r\n", "\n")
        return re.sub(r"\x1b\[\??[0-9;]*[mKhl]", "", last)

    def see(self, *texts: str) -> None:
        """Wait until all of this is on the screen; spaces and line breaks count alike."""

        def seen() -> bool:
            shown = " ".join(self.screen.split())
            return all(" ".join(text.split()) in shown for text in texts)

        wait_until(seen, lambda: f"{texts} never came:\n{self.screen}")

    def press(self, keys: str) -> None:
        os.write(self._near, keys.encode())

    def resize(self, columns: int) -> None:
        termios.tcsetwinsize(self._near, (40, columns))

    def close(self) -> None:
        """Take the terminal away."""
        if self._near >= 0:
            os.close(self._near)
            self._near = -1

    def ends(self) -> int:
        """Wait for the end of the watch; its exit status."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            if self._near >= 0:
                self._read()  # a full terminal would hold the process
            time.sleep(0.01)
        return self.process.wait(1)

    @property
    def modes(self) -> list[object]:
        return termios.tcgetattr(self._near)


class Tmux(Terminal):
    """The same in tmux, which is a real terminal: it understands what is drawn."""

    def __init__(self, course: SmallCourse):
        self._tmux = ["tmux", "-L", f"watch-test-{os.getpid()}", "-f", os.devnull]
        command = f"{sys.executable} -m grader watch"
        new = ["new-session", "-d", "-x", "80", "-y", "40", "-c", str(course.folder), command]
        subprocess.run([*self._tmux, *new], check=True)

    @property
    def screen(self) -> str:
        shown = subprocess.run(
            [*self._tmux, "capture-pane", "-p"], capture_output=True, text=True, check=False
        )
        return shown.stdout

    def press(self, keys: str) -> None:
        subprocess.run([*self._tmux, "send-keys", "-l", keys], check=True)

    def ends(self) -> int:
        def gone() -> int:
            has_session = [*self._tmux, "has-session"]
            return subprocess.run(has_session, capture_output=True, check=False).returncode

        wait_until(gone, lambda: self.screen)
        return 0

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True)


@contextmanager
def watching(course: SmallCourse, *arguments: str, **more) -> Iterator[Terminal]:
    terminal = Terminal(course, *arguments, **more)
    try:
        yield terminal
    finally:
        if terminal.process.poll() is None:
            terminal.process.kill()
        terminal.process.wait()
        terminal.close()


def descendants(pid: int) -> set[int]:
    """A process's children, their children, and so on."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True)
    pairs = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
    found: set[int] = set()
    new = {pid}
    while new:
        new = {child for child, parent in pairs if parent in new} - found
        found |= new
    return found


def alive(pids: set[int]) -> set[int]:
    living = set()
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            living.add(pid)
    return living


# The way through the course


def test_from_a_clone_to_the_third_solved_exercise(course):
    """In tmux; without it, in a terminal that is simpler."""
    terminal = Tmux(course) if shutil.which("tmux") else Terminal(course)
    try:
        terminal.see("Not started yet: open exercises/bad/doubling.py", "0 of 3 exercises", KEYS)
        save(course, WRONG)
        terminal.see("returned [3, 6]", "expected [2, 4]", "This is 1.5 times the expected value.")
        terminal.press("h")
        terminal.see("doubling, hint 1 of 3 about your code", "One change in line 13 would")
        save(course, SOLUTION)
        terminal.see("3 of 3 points", "doubling is solved. Next is second: press n.")
        terminal.see("1 of 3 exercises solved")
        terminal.press("n")
        terminal.see("Not started yet: open exercises/bad/second.py")
        save(course, "def double(x):\n    return 2.0 *\n", "second")
        terminal.see("SyntaxError", "exercises/bad/second.py:2 return 2.0 *")
        save(course, SOLUTION, "second")
        terminal.see("second is solved.", "2 of 3 exercises solved")
        terminal.press("n")
        terminal.see("Not started yet: open exercises/bad/third.py")
        save(course, SOLUTION, "third")
        terminal.see("All 3 exercises are solved. Congratulations!", "3 of 3 exercises solved")
        terminal.press("q")
        terminal.ends()
    finally:
        terminal.close()


def test_the_first_hour_at_eighty_by_twenty_four(tmp_path):
    """A fresh copy of the course, stub, wrong, solved, three times over: all of it fits."""
    course = SmallCourse(tmp_path)
    for name in ("grader", "course", "dataset", "solutions", "exercises", "course.toml"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pyc*"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    first = Course.load(tmp_path).exercises[:3]
    for exercise in first:
        exercise.file.write_text(stub_of(exercise.solution.read_text("utf-8")), "utf-8")
    with watching(course, rows=24) as terminal:

        def see(*texts: str) -> None:
            terminal.see(*texts, "q quit")
            lines = terminal.screen.split("\n")
            assert len(lines) <= 24 and max(map(len, lines)) <= 80, terminal.screen

        for number, exercise in enumerate(first, 1):
            head = f"{exercise.stem} {exercise.title}"
            section = section_of(exercise)
            see(head, "0 of", ">>>", section, "fill in the TODOs", "Press h for a hint.")
            mistake = load_knowledge(exercise).mistakes[0]
            exercise.file.write_text(mistake.source, "utf-8")
            see(f"✗ {head}", f"What happened: {mistake.feedback}", section, "Press h for a hint.")
            exercise.file.write_text(exercise.solution.read_text("utf-8"), "utf-8")
            see(f"✓ {head}", exercise.why, "press n.", f"{number} of 34 exercises solved")
            terminal.press("n")
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.output.count("\x1b[?1049h") == terminal.output.count("\x1b[?1049l") == 1


def test_another_file_that_is_saved_is_offered(course):
    with watching(course) as terminal:
        terminal.see("doubling Doubling", KEYS)
        save(course, WRONG, "third")
        terminal.see("exercises/bad/third.py was saved: press o to watch it.")
        terminal.press("o")
        terminal.see("third Doubling", "0 of 3 points", "returned")


def test_opens_on_the_first_open_exercise(course):
    """Which ones are solved is known, or found out: the progress file may have been deleted."""
    save(course, SOLUTION)
    save(course, SOLUTION, "second")
    course.grade("doubling")
    with watching(course) as terminal:
        terminal.see("third Doubling", "2 of 3 exercises solved")
    with watching(course, "second") as terminal:
        terminal.see("second is solved. Next is third: press n.")


def test_says_the_same_as_grade(course):
    save(course, WRONG)
    with watching(course) as terminal:
        terminal.see("0 of 3 points", "q quit")
        verdict, _, _ = terminal.screen.partition("\n\nGraded at")
    graded, _, _ = course.grade("doubling").stdout.partition("\n  For a hint:")
    assert verdict == graded


def test_next_and_back(course):
    with watching(course) as terminal:
        terminal.see("doubling Doubling", KEYS)
        terminal.press("b")
        terminal.see("This is the first exercise.")
        terminal.press("n")
        terminal.see("second Doubling")
        terminal.press("n")
        terminal.see("third Doubling")
        terminal.press("n")
        terminal.see("doubling Doubling")
        terminal.press("nb")
        terminal.see("doubling Doubling")


def test_reset_undo_and_solution_ask_first(course):
    save(course, WRONG)
    file = course.folder / "exercises/bad/doubling.py"
    with watching(course) as terminal:
        terminal.see("0 of 3 points", "q quit")
        terminal.press("x")
        terminal.see("Press x again to replace exercises/bad/doubling.py by its stub.")
        terminal.press("h")
        terminal.see("hint 1 of")
        terminal.press("x")
        terminal.see("Press x again")
        assert file.read_text() == WRONG
        terminal.press("x")
        terminal.see("Not started yet", "kept as exercises/bad/.backups/doubling-", "Press u")
        assert file.read_text() == STUB
        terminal.press("u")
        terminal.see("0 of 3 points", "exercises/bad/doubling.py is what it was before")
        assert file.read_text() == WRONG
        terminal.press("s")
        terminal.see("doubling is not solved yet. Press s again")
        terminal.press("s")
        terminal.see("return 2.0 * x", "q: back")
        terminal.press("\n")
        terminal.see("0 of 3 points", "Graded at")


def test_list_and_plot(course):
    course.write("grader/commands/plot.py", FAKE_PLOT)
    with watching(course) as terminal:
        terminal.see("Not started yet", KEYS)
        terminal.press("l")
        terminal.see("› · doubling Doubling not started", "· third", "Enter: open")
        terminal.press("/hi")
        terminal.see("› · third", "/hi")
        assert "doubling" not in terminal.screen
        terminal.press("\x1b")
        terminal.see("› · third", "· doubling")
        terminal.press("\x1b[A\x1b[A\n")
        terminal.see("doubling Doubling", "Not started yet", KEYS)
        save(course, SOLUTION)
        terminal.see("doubling is solved.")
        terminal.press("p")
        terminal.see("a plot ⠉", "Press Enter to go back to the verdict.")
        terminal.press("\n")
        terminal.see("doubling is solved.")


# Saves


def test_save_by_renaming(course):
    with watching(course) as terminal:
        terminal.see("Not started yet", KEYS)
        for content, sign in ((WRONG, "0 of 3 points"), (SOLUTION, "3 of 3 points")):
            file = course.folder / "exercises/bad/doubling.py"
            file.rename(file.with_suffix(".py~"))
            file.with_suffix(".tmp").write_text(content)
            file.with_suffix(".tmp").rename(file)
            terminal.see(sign)


def test_many_saves_at_once_end_in_the_last_ones_verdict(course):
    with watching(course) as terminal:
        terminal.see("Not started yet", KEYS)
        for number in range(20):
            save(course, WRONG.replace("3.0", f"{number + 3}.0"))
            time.sleep(0.003)
        terminal.see("returned [22, 44]")
        save(course, SOLUTION)
        terminal.see("3 of 3 points")
        assert "returned" not in terminal.screen


def test_deleted_file_comes_back(course):
    with watching(course) as terminal:
        terminal.see("Not started yet", KEYS)
        (course.folder / "exercises/bad/doubling.py").unlink()
        terminal.see("exercises/bad/doubling.py is missing", "Press x to have its stub back.")
        assert "Edit" not in terminal.screen and "for a hint" not in terminal.screen
        terminal.press("x")  # nothing can be lost: it is done at once
        terminal.see("Not started yet", "exercises/bad/doubling.py is the stub again.")
        assert "Press u" not in terminal.screen
        shutil.rmtree(course.folder / "exercises")
        time.sleep(0.3)
        save(course, SOLUTION)
        terminal.see("3 of 3 points")


def test_touching_a_file_grades_it_again(course):
    with watching(course) as terminal:
        terminal.see("Not started yet", KEYS)
        frames = terminal.frames
        (course.folder / "exercises/bad/doubling.py").touch()
        wait_until(lambda: terminal.frames > frames, lambda: terminal.screen)


def test_endless_loop_is_broken_off_by_the_next_save(course):
    """A call of the third exercise may take a minute, and a learner mends a loop in less."""
    with watching(course, "third") as terminal:
        terminal.see("Not started yet", KEYS)
        for _ in range(2):
            save(course, ENDLESS, "third")
            terminal.see("Grading exercises/bad/third.py …")
            time.sleep(0.5)
            started = time.monotonic()
            save(course, SOLUTION, "third")
            terminal.see("3 of 3 points")
            assert time.monotonic() - started < 30
            save(course, STUB, "third")
            terminal.see("Not started yet")


# Terminals


def test_narrow_terminal(course):
    save(course, WRONG)
    with watching(course, columns=40) as terminal:
        terminal.see("0 of 3 points", "q quit")
        lines = terminal.screen.splitlines()
        assert max(map(len, lines)) <= 40
        terminal.resize(90)
        terminal.see("a all  h hint  n next  b back  l list  p plot  s solution  x reset  q quit")


def test_without_colour(course):
    save(course, WRONG)
    with watching(course, NO_COLOR="1") as terminal:
        terminal.see("0 of 3 points", "q quit")
        assert not re.search(r"\x1b\[[0-9;]*[34]\dm", terminal.output)
    with watching(course, TERM="dumb") as terminal:
        terminal.see("0 of 3 points", "Edit exercises/bad/doubling.py: every save is graded.")
        assert "\x1b" not in terminal.output
        assert "q quit" not in terminal.output


def test_terminal_without_these_signs(course):
    with watching(course, PYTHONIOENCODING="ascii") as terminal:
        terminal.see("? doubling Doubling", "Not started yet", KEYS)


def test_arrows_pastes_and_letters_without_meaning_do_nothing(course):
    with watching(course) as terminal:
        terminal.see("Not started yet", KEYS)
        for typed in ("\x1b[A", "\x1bOq", "return max(x, 0) quit", "é", "\t"):
            terminal.press(typed)
            time.sleep(0.05)
        terminal.press("h")
        terminal.see("hint 1 of")
        assert (course.folder / "exercises/bad/doubling.py").read_text() == STUB


def press_q(terminal: Terminal) -> None:
    terminal.press("q")


def press_ctrl_c(terminal: Terminal) -> None:
    terminal.press("\x03")


def terminate(terminal: Terminal) -> None:
    terminal.process.terminate()


def hang_up(terminal: Terminal) -> None:
    terminal.process.send_signal(signal.SIGHUP)


def take_away(terminal: Terminal) -> None:
    terminal.close()


@pytest.mark.parametrize(
    ("leave", "status", "busy"),
    [
        (press_q, 0, True),  # every other test here leaves by q while it waits
        (press_ctrl_c, 130, True),
        (press_ctrl_c, 130, False),
        (terminate, 143, True),
        (hang_up, 129, True),
        (take_away, 129, True),
        (take_away, 129, False),
    ],
)
def test_every_way_to_leave(course, leave, status, busy):
    """The terminal is as it was, no process is left, whatever is being graded."""
    save(course, ENDLESS if busy else STUB, "third")
    with watching(course, "third") as terminal:
        terminal.see("Grading exercises/bad/third.py …" if busy else KEYS)
        if busy:  # until the loop runs
            wait_until(lambda: len(descendants(terminal.process.pid)) > 3, lambda: terminal.screen)
        processes = descendants(terminal.process.pid)
        assert processes
        leave(terminal)
        assert terminal.ends() == status
        if leave is not take_away:
            assert terminal.modes == terminal.before
            assert "Traceback" not in terminal.output
        wait_until(lambda: not alive(processes), lambda: f"{alive(processes)} are left")


def test_stopped_and_continued_it_takes_the_terminal_again(course):
    with watching(course) as terminal:
        terminal.see("Not started yet", KEYS)
        modes = terminal.modes
        terminal.process.send_signal(signal.SIGSTOP)
        termios.tcsetattr(terminal._near, termios.TCSANOW, terminal.before)  # as a shell does
        frames = terminal.frames
        terminal.process.send_signal(signal.SIGCONT)
        wait_until(lambda: terminal.frames > frames, lambda: terminal.screen)
        assert terminal.modes == modes


# Pipes, and what cannot be done


def piped(course: SmallCourse, *arguments: str, **options) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "grader", "watch", *arguments],
        cwd=course.folder,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )


def read_verdict(process: subprocess.Popen[str]) -> str:
    """All up to an empty line that follows the advice."""
    lines: list[str] = []
    last = "Graded at|Every save|doubling is"
    while not lines or lines[-1] != "\n" or not re.match(last, lines[-2]):
        lines.append(process.stdout.readline())
        assert lines[-1], f"the output ended after {lines}"
    return "".join(lines)


@pytest.mark.parametrize("arguments", [[], ["--poll"]])
def test_pipe_has_one_verdict_for_each_save(course, arguments):
    process = piped(course, *arguments)
    try:
        assert "Not started yet" in read_verdict(process)
        save(course, WRONG)
        verdict = read_verdict(process)
        assert "0 of 3 points" in verdict
        assert verdict.count("Doubling") == 1
        save(course, SOLUTION)
        verdict = read_verdict(process)
        assert "3 of 3 points" in verdict
        assert "doubling is solved. Next is second.\n" in verdict
        assert "\x1b" not in verdict
    finally:
        process.terminate()
        rest, complaints = process.communicate(timeout=PATIENCE)
    assert (rest, complaints, process.returncode) == ("", "", 143)


def test_reader_of_the_pipe_goes_away(course):
    process = piped(course)
    read_verdict(process)
    process.stdout.close()
    save(course, WRONG)
    assert process.wait(PATIENCE) == 129
    assert process.stderr.read() == ""


def test_full_disk(course):
    with open("/dev/full", "w") as full:
        process = piped(course, stdout=full)
        _, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert complaints == "The verdict cannot be written: No space left on device.\n"


def test_progress_that_cannot_be_saved_is_said_once(course):
    course.write(".progress.sqlite3", "")
    (course.folder / ".progress.sqlite3").unlink()
    (course.folder / ".progress.sqlite3").mkdir()
    with watching(course) as terminal:
        terminal.see("Not started yet", "Your progress cannot be saved", KEYS)
        save(course, SOLUTION)
        terminal.see("doubling is solved.", "1 of 3 exercises solved")
        assert "Your progress" not in terminal.screen


def test_bad_usage(course, tmp_path):
    for folder, arguments, sentence in (
        (course.folder, ["nonsense"], "There is no exercise named 'nonsense'"),
        (course.folder, ["secnd"], "Near names: second"),
        (tmp_path, [], "run this in the course's own folder"),
    ):
        done = run_grader(
            "watch", *arguments, folder=folder, variables={"PYTHONPATH": str(course.folder)}
        )
        assert done.status == 2
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr and done.stdout == ""


# Noticing saves where notifications fail


def silent(*_: object, stop_event: threading.Event, **__: object) -> Iterator[set[object]]:
    """Notifications of a network folder: none, and no error."""
    while not stop_event.wait(0.05):
        yield set()


def refused(*_: object, **__: object) -> Iterator[set[object]]:
    raise OSError(28, "inotify watch limit reached")


@pytest.mark.parametrize("watch", [silent, refused])
def test_saves_are_noticed_without_notifications(tmp_path, monkeypatch, watch):
    monkeypatch.setattr(watchfiles, "watch", watch)
    file = tmp_path / "file.py"
    file.write_text("0")
    noticed: list[str] = []

    def wait_for(content: str) -> None:
        wait_until(lambda: noticed and noticed[-1] == content, lambda: f"{noticed}")

    saves = Saves(tmp_path, lambda: noticed.append(file.read_text() if file.exists() else "gone"))
    saves.follow(file)
    saves.start()
    try:
        for content in ("1", "22", "", "22"):
            file.write_text(content)
            wait_for(content)
        file.unlink()
        wait_for("gone")
        saves.follow()
        file.write_text("3")
        time.sleep(0.3)
        assert noticed[-1] == "gone"
    finally:
        saves.stop()


def test_the_same_time_and_size_are_still_a_save(tmp_path):
    """As where clocks are coarse."""
    file = tmp_path / "file.py"
    file.write_text("1")
    os.utime(file, ns=(0, 0))
    noticed = threading.Event()
    saves = Saves(tmp_path, noticed.set, poll=True)
    saves.follow(file)
    saves.start()
    try:
        file.write_text("2")
        os.utime(file, ns=(0, 0))
        assert noticed.wait(PATIENCE)
    finally:
        saves.stop()


# Commands that show something once


class Command(Terminal):
    """`solution` in a terminal of thirty columns."""

    command = "solution"


def test_sentences_break_between_words_and_commands_stay_whole(course):
    command = Command(course, "doubling", columns=30)
    assert command.ends() == 2
    shown = command.screen
    command.close()
    *sentence, last = shown.splitlines()
    assert last.startswith("    ") and last.endswith(" -m grader solution doubling --yes")
    assert all(len(line) <= 30 for line in sentence)
    assert "bad/doubling is not known to be solved. Once it has" in " ".join(sentence)
