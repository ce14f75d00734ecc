"""certify --watch, driven as an author drives it: in a terminal, by saving files and by keys."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from conftest import SOLUTION, SmallCourse
from test_certify import KNOWN, STRONG_SUITE, WEAK_SUITE
from test_certify import course as course  # the fixture
from test_watch import STUB, Terminal, alive, descendants

SOLUTION_FILE = "solutions/bad/double.py"
SUITE_FILE = "course/suites/bad/test_double.py"
KNOWN_FILE = "course/mistakes/bad/double.toml"


class ProofTerminal(Terminal):
    command = "certify"


@contextmanager
def watching(course: SmallCourse, **more) -> Iterator[ProofTerminal]:
    terminal = ProofTerminal(course, "double", "--watch", "--jobs", "1", columns=100, **more)
    try:
        yield terminal
    finally:
        if terminal.process.poll() is None:
            terminal.process.kill()
        terminal.process.wait()
        terminal.close()


AGAIN = WEAK_SUITE[WEAK_SUITE.index("    def test_two") :].replace("test_two", "test_again")


def test_every_save_shows_what_is_weak(course):
    course.write("exercises/bad/double.py", SOLUTION)
    with watching(course) as terminal:
        terminal.see("Everything holds.", "1/1 mistakes caught", "r rerun q quit")
        terminal.see("exercises/bad/double.py holds someone's work and is left alone.")
        course.write("exercises/bad/double.py", STUB)
        course.write(KNOWN_FILE, KNOWN.replace('with = "x + x"', 'with = "x + 1.0"'))
        course.write(SUITE_FILE, WEAK_SUITE + "\n" + AGAIN)
        terminal.see(
            "A mutant survives: no test tells this from line 13 of the solution.",
            "- return 2.0 * x + return 2.0 + x",
            "No test catches the mistake square.",
            "A correct alternative fails sum: test_",
            "the part TestVector asks for rng",
            "worth a look: • No known mistake needs the test TestVector.test_again",
        )

        # What cannot be read at all
        course.write(KNOWN_FILE, "hints = [")
        terminal.see("course/mistakes/bad/double.toml cannot be read:", "(at end of document)")
        course.write(SUITE_FILE, STRONG_SUITE + "    def\n")
        terminal.see("course/suites/bad/test_double.py:15 is no Python:")
        (course.folder / SUITE_FILE).unlink()
        terminal.see("course/suites/bad/test_double.py is missing.")
        course.write(SOLUTION_FILE, SOLUTION + "    return (\n")
        terminal.see("solutions/bad/double.py:14 is no Python:", "test_double.py is missing.")

        # A solution with another docstring has another stub, written at once.
        course.write(SUITE_FILE, STRONG_SUITE)
        course.write(KNOWN_FILE, KNOWN)
        course.write(SOLUTION_FILE, SOLUTION.replace('"""2x.', '"""Twice x.'))
        terminal.see("Everything holds.")
        assert "Twice x." in (course.folder / "exercises/bad/double.py").read_text("utf-8")
        course.write("course.toml", "nothing = 0")
        terminal.see("There is no proof: course.toml lacks an entry: 'chapter'.")
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.modes == terminal.before


def test_a_pointless_proof_is_broken_off_and_nothing_is_left_behind(course):
    endless = SOLUTION.replace("import numpy as np", "import numpy as np\nwhile True: pass")
    course.write(SOLUTION_FILE, endless)
    with watching(course) as terminal:
        terminal.see("Proving bad/double")
        started = time.monotonic()
        while len(descendants(terminal.process.pid)) < 1:
            assert time.monotonic() < started + 60
        time.sleep(1.0)  # it has begun to import
        course.write(SOLUTION_FILE, SOLUTION)
        terminal.see("Everything holds.")
        course.write(SOLUTION_FILE, endless)
        started = time.monotonic()
        while not (below := descendants(terminal.process.pid)):
            assert time.monotonic() < started + 60
        terminal.press("\x03")
        assert terminal.ends() == 130
        started = time.monotonic()
        while alive(below):
            assert time.monotonic() < started + 60, alive(below)
        assert terminal.modes == terminal.before
