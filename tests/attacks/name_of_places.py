"""Raises from lines and files that do not exist, with itself as the cause."""

import itertools

EXERCISE = "any"
SOURCE = "\n" * 100_000 + "raise ValueError"
PATHS = itertools.cycle([__file__, "course/suites/losses/test_one_hot.py", "\x1b[2J"])


def __getattr__(name):
    try:
        exec(compile(SOURCE, next(PATHS), "exec"))
    except ValueError as error:
        error.__cause__ = error.__context__ = error
        error.lineno = error.filename = "\x1b"
        raise
