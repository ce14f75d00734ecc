"""Returns objects of classes that are named like parts of every module."""

EXERCISE = "any"


class Anything:
    def __getattr__(self, name):
        return lambda *arguments, **options: self


def __getattr__(name):
    names = ["__dict__", "__class__", "__builtins__", "np", "__init__", "", "a.b", name]
    kind = type(names[len(name) % len(names)], (Anything,), {})
    return lambda *arguments, **options: kind()
