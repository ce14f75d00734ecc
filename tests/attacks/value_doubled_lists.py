"""Returns a list that holds another twice, forty times over: a trillion items in a small value."""

EXERCISE = "any"


def __getattr__(name):
    return answer


def answer(*arguments, **options):
    value = [0.0]
    for _ in range(40):
        value = [value, value]
    return value
