"""Returns a dict whose keys are others each time one looks."""

import itertools

EXERCISE = "any"
numbers = itertools.count()


class Changing(dict):
    def items(self):
        return [(f"key {next(numbers)}", self)]

    keys = __iter__ = items


def __getattr__(name):
    return lambda *arguments, **options: Changing()
