"""Landlock: the kernel's own fence around the files, ports and processes that a worker may reach.

https://docs.kernel.org/userspace-api/landlock.html: a process draws up a ruleset, which names what
it *handles* (everything handled is refused unless a rule allows it), and then restricts itself for
good. The three system calls have the same numbers on every machine.
"""

import os
import stat
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .kernel import call

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3

# What each version of the interface (ABI) added, as bits. A version is a kernel's: 1 is Linux 5.13,
# 4 is 6.7, 6 is 6.12. Handling a bit that the kernel does not know is an error, so only the bits up
# to its version are named.
_FILES_SINCE = {
    1: 0x1FFF,  # execute, write, read, list, remove, make
    2: 1 << 13,  # link or rename into another folder
    3: 1 << 14,  # truncate
    5: 1 << 15,  # ioctl on devices
    9: 1 << 16,  # connect to a Unix socket by its path
}
_PORTS_SINCE = {4: 0b0011, 10: 0b1100}  # TCP bind and connect; UDP bind and send
_SCOPES_SINCE = {6: 0b11}  # abstract Unix sockets and signals outside the fence
# A submission's refused attempts are expected and must not fill the machine's audit log.
_QUIET_SINCE = {7: 0b1}


def version() -> int:
    """The kernel's Landlock ABI version; 0 where there is none."""
    try:
        return call("syscall", _CREATE_RULESET, None, 0, _ASK_VERSION)
    except OSError:
        return 0


def ruleset(readable: Iterable[Path], writable: Iterable[Path] = ()) -> int:
    """A ruleset's file descriptor: all is refused except reading beneath `readable`, and reading
    and writing the files (not folders) in `writable`.

    Paths that are not there or can't be reached are left out, for they can't be read either.
    Raises OSError where the kernel has no Landlock.
    """
    abi = version()
    # Older kernels know only the first or the first two numbers, and take more if these are zero.
    since = (_FILES_SINCE, _PORTS_SINCE, _SCOPES_SINCE)
    handled = struct.pack("=QQQ", *(_up_to(abi, bits) for bits in since))
    descriptor = call("syscall", _CREATE_RULESET, handled, len(handled), 0)
    os.set_inheritable(descriptor, False)
    for path in readable:
        _allow(descriptor, path, _READ_FILE | _READ_DIR)
    for path in writable:
        _allow(descriptor, path, _READ_FILE | _WRITE_FILE)
    return descriptor


def restrict_self(ruleset: int) -> None:
    """Put this thread and all that it starts behind `ruleset`, for good.

    It needs no_new_privs. Raises OSError where the kernel refuses.
    """
    call("syscall", _RESTRICT_SELF, ruleset, _up_to(version(), _QUIET_SINCE))


def _allow(ruleset: int, path: Path, rights: int) -> None:
    with suppress(FileNotFoundError, PermissionError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
                rights &= ~_READ_DIR  # the kernel refuses folders' rights on a file
            rule = struct.pack("=Qi", rights, descriptor)
            call("syscall", _ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
        finally:
            os.close(descriptor)


def _up_to(abi: int, since: dict[int, int]) -> int:
    return sum(bits for first, bits in since.items() if first <= abi)
