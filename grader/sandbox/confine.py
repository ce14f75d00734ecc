"""What a worker may not do: the levels of confinement, and which one a machine offers.

`landlock` (Linux) lets a worker read the Python installation, compute, start threads, and answer on
the descriptors that it was left. It can still ask whether a path exists, its size and its times.

`limits` (any Unix) bounds what a worker uses up, and hides the environment and all descriptors. It
does not stop it from doing what its user may: read any file, make, rename and delete files (but not
write into them), start processes, use the network, send signals, look into /proc. On Linux this
user is never root: one that may do nothing, and may read all only where Python is hidden from it.

`none` (Windows) does nothing.
"""

import ctypes
import functools
import itertools
import os
import signal
import sys
import time
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ..wire.protocol import Level
from . import landlock, seccomp
from .kernel import call

if sys.platform != "win32":
    import resource

_NOBODY = 65534
_SET_PARENT_DEATH_SIGNAL, _SET_DUMPABLE = 1, 4  # linux/prctl.h
_SET_KEEP_CAPABILITIES, _SET_NO_NEW_PRIVILEGES = 8, 38
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1 << 1, 1 << 2  # linux/capability.h
_CLOSE_RANGE = 436  # the number of the system call, on every machine
_OPEN_FILES = 64
_SPARE_TASKS = 64
_TRIAL_SECONDS = 5.0

_more_to_read: list[Path] = []  # what prepare() was told, for all that are forked from here


class ConfinementError(RuntimeError):
    """This level of confinement cannot be had here; says why in one sentence."""


@dataclass(frozen=True)
class _Fence:
    """What `landlock` needs and can be made before a worker is forked."""

    ruleset: int
    filter: bytes


@functools.cache
def strongest() -> Level:
    """The strongest level that works here, found out by a child process that tries it (5 ms)."""
    if sys.platform == "win32":
        return "none"
    if sys.platform != "linux" or landlock.version() == 0:
        return "limits"
    with warnings.catch_warnings():  # Python 3.12 warns of threads, which this child never needs
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        try:
            confine("landlock", keep=(), memory=resource.RLIM_INFINITY)
            status = 0
        finally:
            os._exit(status)
    until = time.monotonic() + _TRIAL_SECONDS
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.0005)
    return "landlock" if ended[1] == 0 else "limits"


def prepare(level: Level, readable: Collection[str] = ()) -> None:
    """Do what `confine` would do first, once, in the process that workers will be forked from.

    readable: folders that `landlock` lets them read besides the Python installation.

    Leaves one descriptor open, which `confine` closes in the worker. Raises ConfinementError.
    """
    _more_to_read.extend(map(Path, readable))
    if level == "landlock":
        _fence()


def give_up_rights(level: Level) -> None:
    """Do ahead what `landlock` does to the rights of a process, for all that are forked from here.

    What ends workers needs no rights for it: they are of its own user. Raises ConfinementError.
    """
    if level == "landlock":
        with _told(level):
            _give_up_rights(True)


def confine(
    level: Level, keep: Collection[int], memory: int = 1 << 30, cpu_seconds: int = 120
) -> None:
    """Confine this process for good: a freshly forked child with a single thread.

    keep: the descriptors that stay open besides 0, 1 and 2, which should be pipes, sockets or the
    null device, for no file can grow any more. memory: bytes of address space, including what the
    process has mapped already. cpu_seconds: after these, SIGXCPU, a second later SIGKILL.

    What the process had in its memory and its environment before the fork stays readable to code
    in it: start the parent with an empty environment and let it hold no secrets.

    Raises ConfinementError; the process must then end, for it may be half confined.
    """
    if level == "none":
        return
    with _told(level):
        _confine(level, keep, memory, cpu_seconds)


@contextmanager
def _told(level: Level) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise ConfinementError(f"Confinement at level '{level}' does not work: {error}.") from error


def _confine(level: Level, keep: Collection[int], memory: int, cpu_seconds: int) -> None:
    parent = os.getppid()
    fence = _fence() if level == "landlock" else None
    os.setsid()  # no terminal, and a process group that can be ended as one
    os.chdir("/")
    if os.environ:  # which a server has emptied
        os.environ.clear()
    _close_all_but({0, 1, 2, *keep, fence.ruleset if fence else 0})
    _limit(memory, cpu_seconds)
    # The order is the kernel's. Both fences ask for no_new_privs; a change of user clears the
    # signal on the parent's death; and the filter refuses all of these calls, so it comes last.
    if sys.platform == "linux":
        _give_up_rights(fence is not None)
        if fence:
            landlock.restrict_self(fence.ruleset)
            os.close(fence.ruleset)
        _end_with(parent)
        call("prctl", _SET_DUMPABLE, 0, 0, 0, 0)
    if fence:
        seccomp.install(fence.filter)


@functools.cache
def _fence() -> _Fence:
    if sys.platform != "linux":
        raise ConfinementError("Landlock is a part of Linux; this is another system.")
    try:
        instructions = seccomp.filter_for(os.uname().machine)
    except KeyError as machine:
        raise ConfinementError(f"There is no system call filter for {machine} yet.") from None
    try:
        ruleset = landlock.ruleset(
            [*_readable(), *_more_to_read, Path("/dev/urandom")], writable=[Path(os.devnull)]
        )
    except OSError as error:
        raise ConfinementError(f"This kernel does not offer Landlock: {error}.") from None
    return _Fence(ruleset, seccomp.compile_filter(instructions))


def _readable() -> list[Path]:
    """What imports read: the Python installation and the libraries that it loads, no more.

    Not sys.prefix or sys.path as they are: /usr and a home folder hold much besides, and sys.path
    begins with the project. A virtual environment inside the project is fine.
    Raises ConfinementError if this would show the project.
    """
    python = [str(Path(os.__file__).parent), f"{sys.base_prefix}/lib", f"{sys.base_prefix}/lib64"]
    python += [
        place for place in sys.path if Path(place).name in ("site-packages", "dist-packages")
    ]
    libraries = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/nix/store", "/gnu/store"]
    folders = {Path(place).resolve() for place in python + libraries}
    project = Path(__file__).resolve().parents[2]
    for folder in folders:
        if project.is_relative_to(folder):
            raise ConfinementError(
                f"The course lies in {folder}, which submissions may read; move it elsewhere."
            )
    return [*folders, Path("/etc/ld.so.cache")]


def _limit(memory: int, cpu_seconds: int) -> None:
    """Bound what the process can use up. Lower limits that hold already are kept."""
    tasks = _tasks()
    limits = {
        "CPU": (cpu_seconds, cpu_seconds + 1),
        "FSIZE": (0, 0),
        "CORE": (0, 0),
        "NOFILE": (_OPEN_FILES, _OPEN_FILES),
        "NPROC": (tasks, tasks),
        "MEMLOCK": (0, 0),
        "MSGQUEUE": (0, 0),
    }
    if sys.platform != "darwin":  # macOS does not keep to it, and may refuse to set it
        limits["AS"] = (memory, memory)
    for name, wanted in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is not None:
            old = resource.getrlimit(kind)
            resource.setrlimit(kind, (_lower(wanted[0], *old), _lower(wanted[1], old[1])))


def _lower(*limits: int) -> int:
    finite = [limit for limit in limits if limit != resource.RLIM_INFINITY]
    return min(finite, default=resource.RLIM_INFINITY)


def _tasks() -> int:
    """How many tasks the user may have: some more than the whole machine has now.

    RLIMIT_NPROC counts all tasks of the user, threads as well, including those of containers that
    this process cannot see; their exact number is not to be had. It does not bind root. Where
    there is no /proc, threads are not counted and the limit simply forbids new processes.
    """
    try:
        descriptor = os.open("/proc/loadavg", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return 1
    load = os.read(descriptor, 100)
    os.close(descriptor)
    return int(load.split()[3].partition(b"/")[2]) + _SPARE_TASKS


@functools.cache  # which is forked as well: done in the server, it is done in every worker
def _give_up_rights(fenced: bool) -> None:
    """Gain none any more, and become a user without rights if this process is root.

    One capability may stay, to read and to search folders whatever their mode: where Python lives
    in a private home, imports fail without it. Landlock's rules still say what can be read; the
    filter refuses open_by_handle_at, which this capability would open as well. Containers often
    lack it and have the capability to override modes, whose right to write Landlock takes away.

    fenced: by Landlock; else it stays only where what imports read is hidden.
    """
    call("prctl", _SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    read = [] if fenced else [os.__file__, *sys.path, *map(str, _more_to_read)]
    there = [place for place in read if os.path.exists(place)]
    was_root = os.geteuid() == 0
    if was_root:
        call("prctl", _SET_KEEP_CAPABILITIES, 1, 0, 0, 0)
        # A root without the right to change users, or with no other user in its namespace, stays.
        with suppress(OSError):
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    if fenced:
        _keep_capability(_DAC_READ_SEARCH, _DAC_OVERRIDE)
    elif was_root:
        hidden = not all(os.access(place, os.R_OK) for place in there)
        _keep_capability(*((_DAC_READ_SEARCH, _DAC_OVERRIDE) if hidden else ()))


def _keep_capability(*choices: int) -> None:
    """Give up all capabilities but the first of the choices that this process has."""
    version_3 = 0x20080522
    header = (ctypes.c_uint32 * 2)(version_3, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; lower and upper halves
    call("capget", ctypes.byref(header), ctypes.byref(sets))
    kept = next((each for each in choices if sets[1] & each), 0)
    sets = (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0)
    call("capset", ctypes.byref(header), ctypes.byref(sets))


def _close_all_but(keep: Collection[int]) -> None:
    """Close every descriptor that is not to be kept."""
    with suppress(OSError):  # a kernel before 5.9 does not have it
        if sys.platform == "linux":
            for before, after in itertools.pairwise([-1, *sorted(keep), 1 << 32]):
                if before + 1 < after:
                    call("syscall", _CLOSE_RANGE, before + 1, after - 1, 0)
            return
    for name in os.listdir("/proc/self/fd" if sys.platform == "linux" else "/dev/fd"):
        if int(name) not in keep:
            with suppress(OSError):  # the listing's own descriptor is closed already
                os.close(int(name))


def _end_with(parent: int) -> None:
    """Have this process killed when its parent ends (Linux)."""
    call("prctl", _SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise ConfinementError("The process that started this worker has ended.")
