"""Returns integers that no float can hold, up to the largest that may pass."""

EXERCISE = "any"


def __getattr__(name):
    return lambda *arguments, **options: (1 << 4095) + len(arguments)
