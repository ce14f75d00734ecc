"""Reads files of someone who may still change them meanwhile.

Every step of a path is opened from the folder before it and never through a link, what was opened
is looked at and not its name, and no more is read than a file may hold: nothing that is put there
in between is followed or waited for.
"""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

MAX_SOURCE = 1 << 20  # bytes of a file, and of all that travels with it

LINK = "{path} is a link; only a plain file is graded."
NOT_PLAIN = "{path} is neither a file nor a link to one; only a plain file is graded."
MISSING = "{path} is missing."
TOO_LARGE = "{path} is larger than {limit} MiB; that is no solution."
UNREADABLE = "{path} cannot be read: {reason}."

_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FILE = _READ | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FOLDER = _READ | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0)
_BY_DESCRIPTOR = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


class Unreadable(Exception):
    """A file is not read; the message says why, in one sentence."""


class NotThere(Unreadable):
    """There is no such file."""


def read_plain(root: Path, parts: Sequence[str], shown: str, limit: int = MAX_SOURCE) -> bytes:
    """The bytes of the plain file that these steps lead to. Raises Unreadable.

    shown: as it is called in messages; limit: how many it may have.
    """
    try:
        with _opened(root, parts) as descriptor:
            source = _bounded(descriptor, limit)
    except _NotPlain as odd:
        raise Unreadable((LINK if odd.is_link else NOT_PLAIN).format(path=shown)) from None
    except (FileNotFoundError, NotADirectoryError):
        raise NotThere(MISSING.format(path=shown)) from None
    except OSError as error:
        raise Unreadable(UNREADABLE.format(path=shown, reason=error.strerror)) from None
    if len(source) > limit:
        raise Unreadable(TOO_LARGE.format(path=shown, limit=limit >> 20))
    return source


class _NotPlain(Exception):
    """A step of a path is a link, or the last one is no file."""

    def __init__(self, is_link: bool) -> None:
        super().__init__()
        self.is_link = is_link


@contextmanager
def _opened(root: Path, parts: Sequence[str]) -> Iterator[int]:
    """A descriptor of the plain file that these steps lead to. Raises OSError or _NotPlain."""
    opened = _open_by_descriptor(root, parts) if _BY_DESCRIPTOR else _open_by_name(root, parts)
    try:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise _NotPlain(is_link=False)
        yield opened
    finally:
        os.close(opened)


def _open_by_descriptor(root: Path, parts: Sequence[str]) -> int:
    folder = os.open(root, _FOLDER & ~os.O_NOFOLLOW)
    for number, part in enumerate(parts):
        is_file = number == len(parts) - 1
        try:
            kind = os.stat(part, dir_fd=folder, follow_symlinks=False).st_mode
            # What opening a device would do is not to be found out.
            if stat.S_ISLNK(kind) or (is_file and not stat.S_ISREG(kind)):
                raise _NotPlain(stat.S_ISLNK(kind))
            step = os.open(part, _FILE if is_file else _FOLDER, dir_fd=folder)
        except OSError as error:
            if error.errno == errno.ELOOP:  # it has become a link since
                raise _NotPlain(is_link=True) from None
            raise
        finally:
            os.close(folder)
        folder = step
    return folder


def _open_by_name(root: Path, parts: Sequence[str]) -> int:
    """The same where paths cannot be followed step by step (Windows): looked at, then opened."""
    path = root
    for part in parts:
        path = path / part
        if path.is_symlink() or os.path.realpath(path.parent) != os.path.realpath(root):
            raise _NotPlain(is_link=True)
        root = path
    if path.exists() and not path.is_file():
        raise _NotPlain(is_link=False)
    return os.open(path, _FILE)


def _bounded(descriptor: int, limit: int) -> bytes:
    """A file's bytes; one more than it may have where there are more."""
    pieces, left = [], limit + 1
    while left > 0 and (piece := os.read(descriptor, left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
