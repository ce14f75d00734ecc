"""Returns the argument that it was given."""

EXERCISE = "any"


def __getattr__(name):
    return lambda *arguments, **options: [*arguments, options][0]
