"""Raises an exception whose text takes for ever."""

EXERCISE = "any"
HANGS = True


class Endless(Exception):
    def __str__(self):
        while True:
            pass


raise Endless
