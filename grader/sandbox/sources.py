"""Imports from texts instead of files: what is graded, and what that may import."""

import contextlib
import importlib
import importlib.machinery
import os
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from .compiled import Versions, compiled

if TYPE_CHECKING:
    from importlib.abc import Loader as Loader
else:
    Loader = object  # that one brings tempfile, shutil and more into every worker

NOT_HERE = "there is no '{name}' to import here: only earlier exercises and files of your own are"

Outside = str | tuple[bytes, bytes]  # a module of these sources, or a file's path and source


class Sources(Loader):
    """Imports modules below one package, and a few others, from source texts instead of files."""

    def __init__(
        self,
        root: str,
        files: Mapping[str, tuple[str, bytes]],
        outside: Mapping[str, Outside] = MappingProxyType({}),
    ) -> None:
        """files: module name relative to root ("losses.one_hot") → (path to show, source).

        outside: what goes by a name of its own: "helper" → "losses.helper", or "dataset.mnist" →
        (its path, its source).
        """
        self.root = root
        self.files = files
        self.outside = outside
        self._loaded: set[str] = set()
        self._compiled: Callable[[bytes, str], types.CodeType] = compiled

    def open(self) -> None:
        """Have Python import from here. Packages hold nothing, so they are made at once."""
        if self in sys.meta_path:
            return
        sys.meta_path.insert(0, self)
        names = {self.root}
        for module in self.files:
            steps = [self.root, *module.split(".")]
            names.update(".".join(steps[:end]) for end in range(1, len(steps)))
        for name in sorted(names):  # each after the one that it lies in
            package = sys.modules[name] = types.ModuleType(name)
            package.__path__, package.__package__ = [], name
            above, _, step = name.rpartition(".")
            if above:
                setattr(sys.modules[above], step, package)
        self._loaded |= names

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name in self.outside:
            return self._spec_outside(name, self.outside[name])
        if not name.startswith(self.root + "."):
            return None
        relative = name[len(self.root) + 1 :]
        if relative in self.files:
            return importlib.machinery.ModuleSpec(name, self, origin=self.files[relative][0])
        raise ModuleNotFoundError(NOT_HERE.format(name=relative), name=name)

    def _spec_outside(self, name: str, found: Outside) -> importlib.machinery.ModuleSpec:
        if isinstance(found, str):
            return importlib.machinery.ModuleSpec(name, self)
        path = os.fsdecode(found[0])
        is_package = os.path.basename(path) == "__init__.py"
        return importlib.machinery.ModuleSpec(name, self, origin=path, is_package=is_package)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        """As Python does it."""

    def exec_module(self, module: types.ModuleType) -> None:
        name = module.__name__
        self._loaded.add(name)
        found = self.outside.get(name)
        if isinstance(found, str):  # one module by two names
            sys.modules[name] = importlib.import_module(f"{self.root}.{found}")
            return
        relative = name[len(self.root) + 1 :]
        path, source = "", b""
        if found:
            path, source = os.fsdecode(found[0]), found[1]
        elif relative in self.files:
            path, source = self.files[relative]
        if path:
            module.__file__ = path
            exec(self._compiled(source, path), module.__dict__)

    def replace(self, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Have these files in place of those by their names; what else is imported stays so."""
        self.files = {**self.files, **files}
        for name in files:
            sys.modules.pop(f"{self.root}.{name}", None)

    def expect(self, versions: Versions) -> None:
        """Be quick to compile versions of a file."""
        self._compiled = versions.compiled

    def close(self) -> None:
        with contextlib.suppress(ValueError):  # nothing was imported
            sys.meta_path.remove(self)
        for name in self._loaded:
            sys.modules.pop(name, None)
