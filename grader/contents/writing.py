"""Files that change all at once or not at all, and strings as TOML has them."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Write a file all at once: a failure or a crash leaves the old one. Raises OSError."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    except OSError:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)
        raise


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write all of these files; if one cannot be written, everything is as it was.

    Raises OSError.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    folders = {parent for path in files for parent in path.parents if not parent.exists()}
    try:
        for path, content in files.items():
            replace(path, content)
    except BaseException:
        for path, old in before.items():
            with suppress(OSError):
                if old is None:
                    path.unlink(missing_ok=True)
                elif path.read_bytes() != old:
                    replace(path, old)
        for folder in sorted(folders, reverse=True):  # the inner ones first
            with suppress(OSError):
                folder.rmdir()
        raise


def toml(value: str | Sequence[str]) -> str:
    """A string or a list of strings on one line, in which nothing changes how a file looks.

    As JSON has them, TOML has them too.
    """
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)


def _mode(path: Path) -> int:
    """The permissions of a file that is there, or those that a new one would have."""
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
