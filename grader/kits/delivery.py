"""Puts a kit into a folder: a new one all at once, or one with a kit in it, where all work stays.

The kit's own list of what it brought says which files are still as they came.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from ..contents.course import UsageError
from ..contents.writing import write_all
from ..words.text import clean
from .files import NOT_WRITTEN, Files, mode_of

MANIFEST = ".kit.json"
FOLDER = 0o755

# Every sentence about a folder stands here, whole.
NOT_EMPTY = "{folder} is not empty and has no kit in it. Name a new folder."
NOT_A_FOLDER = "{folder} is a file. Name a new folder."
OTHER_KIT = "{folder} has another kit in it ({kit}). Name a new folder."
UNREADABLE = "The list of what the kit brought, {path}, cannot be read. Name a new folder."
IN_THE_WAY = "{path} is in the way: the kit has a file there. Nothing was changed."
WRITTEN = "The kit is in {folder}: {count} files."
UPDATED = (
    "The kit in {folder} is updated: files added {added}, replaced {replaced}, removed {removed}."
)
KEPT = "Kept as they are, for someone has worked on them: {count}."
DIFFERS = "Of these, the kit has a new version, which is not in the folder:"


def deliver(target: Path, files: Files, kit: str) -> str:
    """Write or update a kit; what was done, as sentences. kit: which it is. Raises UsageError."""
    before, shown = known_in(target, kit), clean(str(target))
    brought = {path: _digest(content) for path, content in sorted(files.items())}
    listed = json.dumps({"kit": kit, "files": brought}, indent=1, ensure_ascii=False) + "\n"
    whole = {**files, MANIFEST: listed.encode()}
    with _told(target):
        if before is None:
            _write_new(target, whole)
            return WRITTEN.format(folder=shown, count=len(files))
        return _update(target, whole, before)


def known_in(target: Path, kit: str) -> dict[str, str] | None:
    """What this kit brought into a folder before; None if it is new or empty. Raises UsageError."""
    shown = clean(str(target))
    with _told(target):
        if target.exists() and not target.is_dir():
            raise UsageError(NOT_A_FOLDER.format(folder=shown))
        if not target.exists() or not any(target.iterdir()):
            return None
        if not (target / MANIFEST).is_file():
            raise UsageError(NOT_EMPTY.format(folder=shown))
        return _listed(target, kit)


def _write_new(target: Path, files: Files) -> None:
    """Make a folder in or beside its place, and put it there when it is whole."""
    is_there = target.exists()
    near = target if is_there else target.parent
    near.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=near, prefix=".kit-"))
    try:
        for path, content in files.items():
            file = made / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            file.chmod(mode_of(content))
        for folder in (made, *(path for path in made.rglob("*") if path.is_dir())):
            folder.chmod(FOLDER)
        if is_there:
            for each in list(made.iterdir()):
                each.rename(target / each.name)
            made.rmdir()
        else:
            made.rename(target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _update(target: Path, files: Files, before: Mapping[str, str]) -> str:
    """Replace what is still as it came, and nothing else. Raises UsageError."""
    for path in {*files, *before}:
        _check_way(target, path)
    now = {path: _digest((target / path).read_bytes())
           for path in {*files, *before} if (target / path).is_file()}  # fmt: skip
    new = {path: _digest(content) for path, content in files.items()}
    added = [path for path in files if path not in now]
    kept = [p for p in now if p != MANIFEST and now[p] not in (before.get(p), new.get(p))]
    replaced = [p for p in new if p in now and now[p] != new[p] and p not in kept]
    removed = [path for path in before if path in now and path not in new and path not in kept]
    # The list comes last: until then all can be done again.
    written = [*sorted({*added, *replaced} - {MANIFEST}), MANIFEST]
    write_all({target / path: files[path] for path in written})
    for path in written:
        (target / path).chmod(mode_of(files[path]))
    for path in removed:
        (target / path).unlink()
    counts = {"added": len(added), "replaced": len({*replaced} - {MANIFEST})}
    lines = [UPDATED.format(folder=clean(str(target)), removed=len(removed), **counts)]
    if kept:
        lines.append(KEPT.format(count=len(kept)))
    differing = sorted(path for path in kept if path in new and new[path] != before.get(path))
    if differing:
        lines += [DIFFERS, *(f"  {clean(path)}" for path in differing)]
    return "\n".join(lines)


def _check_way(target: Path, path: str) -> None:
    """Nothing of a kit is written or removed through a link, or where a folder is."""
    steps = PurePosixPath(path).parts
    for number in range(1, len(steps) + 1):
        here = target.joinpath(*steps[:number])
        is_last = number == len(steps)
        if here.is_symlink() or (here.exists() and here.is_dir() == is_last):
            raise UsageError(IN_THE_WAY.format(path=clean(str(here))))


def _listed(target: Path, kit: str) -> dict[str, str]:
    """What the kit in a folder brought, by its own list. Raises UsageError."""
    path = target / MANIFEST
    try:
        listed: Any = json.loads(path.read_bytes())
        there, files = listed["kit"], dict(listed["files"])
        if not all(map(_is_below, files)):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise UsageError(UNREADABLE.format(path=clean(str(path)))) from None
    if there != kit:
        told = OTHER_KIT.format(folder=clean(str(target)), kit=clean(str(there), 100))
        raise UsageError(told)
    return files


def _is_below(name: str) -> bool:
    """Whether a path, wherever it was read, leads to a place below the folder it starts from."""
    path = PurePosixPath(name)
    return bool(path.parts) and not (path.is_absolute() or {"..", "\\", ":"} & {*path.parts, *name})


def _digest(content: bytes) -> str:
    """What tells whether a file was edited; git may have changed the ends of its lines."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Turns what the system refuses into a sentence. Raises UsageError."""
    try:
        yield
    except OSError as error:
        path = clean(str(error.filename or target))
        raise UsageError(NOT_WRITTEN.format(path=path, reason=error.strerror)) from None
