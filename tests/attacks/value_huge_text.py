"""Returns a text of seven megabytes, every second character of which acts on a terminal."""

EXERCISE = "any"


def __getattr__(name):
    return lambda *arguments, **options: "\x1bc" * (7 << 19)
