"""The files of a source, read where they are: of a folder, of a zip, of a zip within it.

Nothing is unpacked to disk. A name is only a label here: no path is made of it, so `..` and
absolute names lead nowhere, and are refused in words. How large a member is, is what was really
read of it and not what its header says.
"""

import lzma
import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median_low
from typing import IO

from ..contents.course import UsageError
from ..contents.plain import LINK, TOO_LARGE, Unreadable, read_plain
from ..words.text import clean

NO_SOURCE = "There is no folder or zip named {path!r}."
NO_ZIP = "{path} is neither a folder nor a zip that can be read."
OUTSIDE = "{path} leads out of its archive by its name; it is not read."
ENCRYPTED = "{path} is encrypted; hand it in without a password."
PACKED_ODDLY = "{path} is packed in a way that is not read here; pack it as an ordinary zip."
DAMAGED = "{path} is damaged in its archive."
BAD_ZIP = "{path} is no zip that can be read."
TOO_LONG = "A name of {count} characters is no file of the course: {path}"

MAX_PATH = 1000  # characters of a member's name
MAX_DEPTH = 16  # folders within one another
# What tools leave behind: not looked into, and not worth a line.
JUNK = frozenset(
    {".git", ".nox", ".venv", "venv", "__pycache__", "__macosx", "site-packages", "node_modules"}
    | {".ipynb_checkpoints", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".ds_store"}
    | {".idea", ".vscode", ".github", "thumbs.db", "desktop.ini"}
)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
    OverflowError, RuntimeError, MemoryError,
)  # fmt: skip


@dataclass(frozen=True)
class Member:
    """One file of a source. path: its name there, "/" between; problem: why it is not read."""

    path: str
    reader: Callable[[int], bytes]
    problem: str = ""

    def read(self, limit: int) -> bytes:
        """Its bytes, of which there may be this many. Raises Unreadable."""
        if self.problem:
            raise Unreadable(self.problem)
        return self.reader(limit)

    @property
    def parts(self) -> list[str]:
        return self.path.split("/")


def members(source: Path) -> list[Member]:
    """The files of a folder or zip that the instructor named. Raises UsageError."""
    if source.is_dir():
        return sorted(_folder(source, []), key=lambda member: member.path)
    if not source.is_file():
        raise UsageError(NO_SOURCE.format(path=str(source)))
    try:
        return zip_members(source.open("rb"), source.name)  # it is read from until the end
    except Unreadable:
        raise UsageError(NO_ZIP.format(path=clean(str(source)))) from None


def is_junk(path: str) -> bool:
    """Whether a tool has left it behind: a cache, a folder of its own, a Mac's shadow file."""
    parts = path.casefold().split("/")
    return not JUNK.isdisjoint(parts) or parts[-1].startswith("._")


def file_weights(files: Sequence[str]) -> dict[str, float]:
    """What each file counts for when forms are compared: 1, or less in a folder of very many.

    No folder counts for more than the middle one of those beside it: else one student's files could
    say what form all others have.
    """
    steps = [path.split("/") for path in files]
    first, last = min(steps, default=[]), max(steps, default=[])
    depth = next((n for n, step in enumerate(first[:-1]) if last[n] != step), len(first) - 1)
    folders = Counter(path[depth] for path in steps if len(path) > depth + 1)
    most = median_low(folders.values()) if folders else 0
    return {
        file: min(1.0, most / folders[path[depth]]) if len(path) > depth + 1 else 1.0
        for file, path in zip(files, steps, strict=True)
    }


def _folder(root: Path, above: list[str]) -> Iterator[Member]:
    """Every file below a folder, by no link."""
    try:
        entries = sorted(os.scandir(root.joinpath(*above)), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        parts = [*above, entry.name]
        path = _shown(parts)
        if entry.is_dir(follow_symlinks=False) and not is_junk(entry.name):
            if len(parts) < MAX_DEPTH:
                yield from _folder(root, parts)
        elif entry.is_symlink():
            yield Member(path, lambda limit: b"", LINK.format(path=clean(path)))
        else:
            yield Member(path, partial(read_plain, root, parts, clean(path)))


def _shown(parts: Iterable[str]) -> str:
    """A path on disk as text, also where an archive was unpacked with names in another encoding."""
    return unicodedata.normalize("NFC", decoded([os.fsencode("/".join(parts))])[0])


def zip_members(file: IO[bytes], shown: str) -> list[Member]:
    """The files of a zip, which stays open. Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(file)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (*_BROKEN, NotImplementedError):
        raise Unreadable(BAD_ZIP.format(path=clean(shown))) from None
    return [
        Member(path, _packed(archive, entry, path), _refused(entry, path))
        for entry, path in zip(entries, _names(entries), strict=True)
    ]


def _names(entries: list[zipfile.ZipInfo]) -> list[str]:
    """What the members are called, "/" between; zipfile took for cp437 what is not marked UTF-8."""
    marked = [entry.flag_bits & 0x800 for entry in entries]
    raw = [
        entry.orig_filename.encode("cp437")
        for entry, is_utf8 in zip(entries, marked, strict=True)
        if not is_utf8
    ]
    texts = iter(decoded(raw))
    names = [
        entry.orig_filename if is_utf8 else next(texts)
        for entry, is_utf8 in zip(entries, marked, strict=True)
    ]
    return [
        # Of marks upon marks it would be slow work; what is too long is refused anyway.
        unicodedata.normalize("NFC", name) if len(name) <= MAX_PATH else name
        for name in (each.replace("\\", "/") for each in names)
    ]


def decoded(names: list[bytes]) -> list[str]:
    """Names of one origin as text: UTF-8, else Korean Windows, else DOS."""
    whole = b"\n".join(names)
    for encoding in ("utf-8", "cp949"):
        try:
            text = whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or is_korean(text):
            return text.split("\n") if names else []
    return [name.decode("cp437") for name in names]


def is_korean(text: str) -> bool:
    """Whether what was read as Korean is.

    Western names can be read as Korean by accident; such Hangul are hardly ever those of KS X 1001,
    which nearly all that is written in Korean consists of.
    """
    foreign = [char for char in text if not char.isascii()]
    return sum(map(_is_common, foreign)) * 2 >= len(foreign)


def _is_common(char: str) -> bool:
    """Whether a character is of KS X 1001, both of whose bytes are from 0xa1 up."""
    return min(char.encode("cp949", "ignore"), default=0) >= 0xA1


def _refused(entry: zipfile.ZipInfo, path: str) -> str:
    """Why a member is not read, whatever it holds; "" if it is."""
    shown = clean(path, 200)
    if len(path) > MAX_PATH:
        return TOO_LONG.format(count=len(path), path=shown)
    steps = path.split("/")
    if ".." in steps or path.startswith("/") or ":" in steps[0][:2]:
        return OUTSIDE.format(path=shown)
    if stat.S_ISLNK(entry.external_attr >> 16):
        return LINK.format(path=shown)
    if entry.flag_bits & 0x1:
        return ENCRYPTED.format(path=shown)
    # Others are no one's default, and a header can have their decompressors take gigabytes.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return PACKED_ODDLY.format(path=shown)
    return ""


def _packed(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str) -> Callable[[int], bytes]:
    def read(limit: int) -> bytes:
        shown = clean(path, 200)
        try:
            with archive.open(entry) as file:
                data = file.read(limit + 1)
        except (*_BROKEN, NotImplementedError):
            raise Unreadable(DAMAGED.format(path=shown)) from None
        if len(data) > limit:
            raise Unreadable(TOO_LARGE.format(path=shown, limit=limit >> 20))
        return data

    return read
