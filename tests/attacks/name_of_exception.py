"""Raises exceptions whose class and message would act on a terminal, or are no text at all."""

import itertools

EXERCISE = "any"
NAME = "\x1b[2J\x1b]0;x\x07\r\n  ✓ solved  4/4\u202e\u2066\x9b31m\x00\x7f"
MESSAGES = itertools.cycle([NAME, "\ud800\udfff", "\r" * 5000, NAME * 5000])


def __getattr__(name):
    raise type(NAME, (Exception,), {})(next(MESSAGES))
