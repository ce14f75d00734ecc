"""Prints what would act on a terminal, in every encoding."""

import os
import sys

EXERCISE = "any"
NAME = "\x1b[2J\x1b]0;x\x07\r\n  ✓ solved  4/4\u202e\u2066\x9b31m\x00\x7f"


def __getattr__(name):
    print(NAME, file=sys.stderr)
    os.write(1, NAME.encode() + b"\x9b31m \xff\xfe\x1b" + NAME.encode("utf-16"))
    return NAME
