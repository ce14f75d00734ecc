"""Raises an exception whose text, class, bases and traceback are traps."""

EXERCISE = "any"


class Names(type):
    __name__ = property(lambda self: [self, float("nan")])

    def mro(self):
        return [self, KeyboardInterrupt, BaseException, object]

    def __getattribute__(self, name):
        return 1 if name == "__module__" else type.__getattribute__(self, name)


class Trap(KeyboardInterrupt, metaclass=Names):
    def __str__(self):
        raise SystemExit(0)

    __class__ = property(__str__)
    __repr__ = __eq__ = __hash__ = __getattr__ = __str__


def __getattr__(name):
    raise Trap
