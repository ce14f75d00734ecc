"""Returns lists inside lists, a million deep."""

EXERCISE = "any"


def __getattr__(name):
    return nested


def nested(*arguments, **options):
    value = []
    for _ in range(1_000_000):
        value = [value]
    return value
