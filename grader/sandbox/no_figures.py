"""What a submission gets for matplotlib: a stand-in that takes everything and does nothing.

Many put `import matplotlib.pyplot as plt` at the top of every file. Figures belong to `plot`, and
the real one cannot even be imported without writing files.
"""

import dis
import importlib.machinery
import sys
import types
from collections.abc import Iterator, Sequence
from typing import Any

from .sources import Loader

PACKAGES = ("matplotlib", "mpl_toolkits", "pylab")


class NoFigures(Loader):
    """Imports every module of these packages as an empty one whose names are all `Nothing`s."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] not in PACKAGES:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        pass


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> "Nothing":
        return NOTHING.__getattr__(name)


class Nothing:
    """A figure, an axis, a line, a colour: whatever is done with it gives it again."""

    def __call__(self, *_: object, **__: object) -> Any:
        return self

    def __getattr__(self, name: str) -> "Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        pass

    def __delattr__(self, name: str) -> None:
        pass

    def __getitem__(self, key: object) -> "Nothing":
        return self

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __delitem__(self, key: object) -> None:
        pass

    def __iter__(self) -> Iterator["Nothing"]:
        """Nothing to go through; as many as are asked for in `fig, (left, right) = …`."""
        return iter([self] * _unpacked(sys._getframe(1)))

    def __len__(self) -> int:  # which makes it false as well
        return 0

    def __enter__(self) -> "Nothing":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __format__(self, form: str) -> str:
        return ""

    def __instancecheck__(self, instance: object) -> bool:
        return instance is self

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        return ()

    def _less(self, other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _less
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = __call__
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rpow__ = __call__
    __or__ = __ror__ = __and__ = __rand__ = __neg__ = __pos__ = __abs__ = __call__


NOTHING = Nothing()


def _unpacked(frame: types.FrameType) -> int:
    """How many values the statement that a frame is at wants to unpack; 0 where it only iterates.

    Only its bytecode says it. EXTENDED_ARG is left aside: nobody names 256 axes.
    """
    code, at = frame.f_code.co_code, frame.f_lasti
    name = dis.opname[code[at]]
    if name == "UNPACK_EX":  # left, *others = …; the names behind the star are in what extends it
        extended = dis.opname[code[at - 2]] == "EXTENDED_ARG" if at >= 2 else False
        return code[at + 1] + (code[at - 1] if extended else 0)
    return code[at + 1] if name == "UNPACK_SEQUENCE" else 0
