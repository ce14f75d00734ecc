"""Prints without end."""

import os

EXERCISE = "any"
HANGS = True
while True:
    os.write(1, b"all tests passed\n" * 1000)
