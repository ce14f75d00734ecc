"""Notices when a file is saved: by the system's notifications, and by looking for oneself.

Network folders, WSL mounts and containers often send no notifications, and no error either. So
the file is looked at now and then in any case, and more often once that has found what should have
been notified.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

QUICK = 0.1  # seconds between two looks, where notifications do not come
SLOW = 0.5  # where they do
SETTLE = 0.1  # an editor may take this long from removing a file to having written the new one
STEP_MS = 5  # that notifications are gathered
EMPTY = hashlib.sha256().hexdigest()

Signature = tuple[int, str] | None  # time and content of a file; None if there is no file
Beside = frozenset[tuple[str, int, int]]  # names, times and sizes of the files that it may import


class Saves:
    """Reports every save of the files that are followed, from a thread of its own."""

    def __init__(
        self,
        folder: Path,
        report: Callable[[], None],
        poll: bool = False,
        others: Sequence[Path] = (),
        report_other: Callable[[Path], None] = lambda path: None,
        also: Sequence[Path] = (),
    ) -> None:
        """folder, also: hold the files that will be followed; poll: never rely on notifications.

        others: files whose saves are reported as well, to report_other, while they are not
        followed; they are no helpers.
        """
        self._folders = (folder, *also)
        self._report = report
        self._poll = poll
        self._report_other = report_other
        self._others = {path: _time_of(path) for path in others}
        self._lock = threading.Lock()
        self._exercises = frozenset(others)
        self._seen: dict[Path, Signature] = {}
        self._seen_beside: Beside = frozenset()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def follow(self, *paths: Path) -> None:
        """Report saves of these files from now on, and of helpers beside the first of them."""
        with self._lock:
            self._seen = {path: signature(path) for path in paths}
            self._seen_beside = self._beside(self._seen)

    def _run(self) -> None:
        if not self._poll:
            self._listen()
        while not self._ended.wait(QUICK):
            self._look()

    def _listen(self) -> None:
        """Wait for notifications; return where they cannot be had or do not come."""
        for is_notified in self._notifications():
            if self._look() and not is_notified:
                return

    def _notifications(self) -> Iterator[bool]:
        """Whether the system has told of a change, now and then; it ends where it cannot."""
        try:
            from watchfiles import watch

            for changes in watch(
                *self._folders,
                watch_filter=None,
                step=STEP_MS,
                rust_timeout=int(SLOW * 1000),
                yield_on_timeout=True,
                stop_event=self._ended,
            ):
                yield bool(changes)
        except Exception:  # no such folder, no inotify watches left, no build for this system, …
            return

    def _look(self) -> bool:
        """Report a save if there was one since the last look."""
        self._look_at_others()
        with self._lock:
            seen, seen_beside = self._seen, self._seen_beside
        if not seen:
            return False
        now, beside = {path: signature(path) for path in seen}, self._beside(seen)
        if now == seen and beside == seen_beside:
            return False
        changed = [sign for path, sign in now.items() if sign != seen[path]]
        if any(sign is None or sign[1] == EMPTY for sign in changed):
            self._ended.wait(SETTLE)
            now = {path: signature(path) for path in seen}
        with self._lock:
            if seen is not self._seen or (now == seen and beside == seen_beside):
                return False
            self._seen, self._seen_beside = now, beside
        self._report()
        return True

    def _beside(self, paths: Iterable[Path]) -> Beside:
        """What tells one save of a helper file from the next: any of them is a reason to look."""
        path = next(iter(paths), None)
        if path is None:
            return frozenset()
        try:
            with os.scandir(path.parent) as entries:
                found = [each for each in entries if each.name.endswith(".py")]
            status = {each.name: each.stat(follow_symlinks=False) for each in found
                      if path.with_name(each.name) not in self._exercises | {path}}  # fmt: skip
        except OSError:
            return frozenset()
        return frozenset((name, s.st_mtime_ns, s.st_size) for name, s in status.items())

    def _look_at_others(self) -> None:
        for path, before in self._others.items():
            now = _time_of(path)
            self._others[path] = now
            if now and now != before and path not in self._seen:
                self._report_other(path)


def _time_of(path: Path) -> int:
    """When a file was written last; 0 if there is no file."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def signature(path: Path) -> Signature:
    """What tells one save of a file from the next, even where clocks are coarse."""
    try:
        return path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
