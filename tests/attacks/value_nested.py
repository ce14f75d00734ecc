"""Returns lists inside lists, a hundred thousand deep."""

EXERCISE = "any"


def __getattr__(name):
    return nested


def nested(*arguments, **options):
    value = []
    for _ in range(100_000):
        value = [value]
    return value
