"""Files of a kit: their paths in it, with /, and their bytes; the same on any machine."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ..contents.course import UsageError
from ..contents.writing import replace
from ..words.text import clean

Files = dict[str, bytes]

LEFT = {"__pycache__", "katas"}  # folders that are nobody's but this machine's; as are hidden ones
ENGINE = ("grader",)
FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
PROGRAM, PLAIN = 0o755, 0o644  # modes, whatever the umask

NOT_READ = "{path} cannot be read: {reason}."
NOT_WRITTEN = "{path} cannot be written: {reason}."


def gathered(root: Path, *names: str) -> Files:
    """Files, and all files of folders, that are named by their paths below root. Raises UsageError.

    Links are not followed; hidden files, and what Python or the system left, are not taken.
    """
    found: Files = {}
    for name in names:
        top = root / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            parts = path.relative_to(root).parts
            below = path.relative_to(top).parts
            if any(part in LEFT or part[0] == "." for part in below) or path.suffix == ".pyc":
                continue
            if path.is_file() and not path.is_symlink():
                found["/".join(parts)] = read(path)
    return found


def read(path: Path) -> bytes:
    """A file's bytes. Raises UsageError."""
    try:
        return path.read_bytes()
    except OSError as error:
        told = clean(str(path))
        raise UsageError(NOT_READ.format(path=told, reason=error.strerror)) from None


def mode_of(content: bytes) -> int:
    """The permissions of a file in a kit: what names its interpreter can be run."""
    return PROGRAM if content.startswith(b"#!") else PLAIN


def zipped(files: Mapping[str, bytes]) -> bytes:
    """These files as a zip: the same bytes for the same files.

    Nothing is compressed, for what that makes differs from one zlib to the next.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, FIXED)
            entry.create_system = 3  # Unix: only there have files permissions
            entry.external_attr = (0o100000 | mode_of(content)) << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file all at once: a failure leaves what was there. Raises UsageError."""
    try:
        replace(path, content)
        path.chmod(mode_of(content))
    except OSError as error:
        told = clean(str(path))
        raise UsageError(NOT_WRITTEN.format(path=told, reason=error.strerror)) from None
