"""Has ten thousand names that are nearly the right one."""

EXERCISE = "any"
names = [f"one_hot_{number}" for number in range(10_000)]


def __dir__():
    return names


def __getattr__(name):
    raise AttributeError(name)
