"""A seccomp filter: the few system calls that a worker may make. Every other one is refused.

Landlock guards files, but not file modes and times, nor processes of the same user. A list of what
numeric Python needs is shorter, and ages better, than a list of all that could do harm.

The filter is a program for the kernel's classic BPF machine, see seccomp(2): it is given a call's
number and arguments (never what an argument points to) and returns a verdict.
"""

import ctypes
import errno
import re
import struct
from collections.abc import Sequence

from .kernel import call

# Name, number on x86_64, number on aarch64 (which left out calls that have a younger sister).
_ALLOWED = """
files    read 0 63, write 1 64, readv 19 65, writev 20 66, pread64 17 67, pwrite64 18 68,
         preadv 295 69, pwritev 296 70, preadv2 327 286, pwritev2 328 287, lseek 8 62,
         open 2 -, openat 257 56, openat2 437 437, close 3 57, close_range 436 436,
         dup 32 23, dup2 33 -, dup3 292 24, fsync 74 82, fdatasync 75 83, fadvise64 221 223,
         stat 4 -, fstat 5 80, lstat 6 -, newfstatat 262 79, statx 332 291,
         access 21 -, faccessat 269 48, faccessat2 439 439, readlink 89 -, readlinkat 267 78,
         getdents 78 -, getdents64 217 61, getcwd 79 17, chdir 80 49, fchdir 81 50, umask 95 166
pipes    pipe 22 -, pipe2 293 59, poll 7 -, ppoll 271 73, select 23 -, pselect6 270 72,
         epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -, epoll_pwait 281 22,
         epoll_pwait2 441 441, recvfrom 45 207, shutdown 48 210
memory   mmap 9 222, mprotect 10 226, munmap 11 215, brk 12 214, mremap 25 216, msync 26 227,
         madvise 28 233, mbind 237 235, set_mempolicy 238 237, get_mempolicy 239 236
threads  futex 202 98, futex_waitv 449 449, set_robust_list 273 99, set_tid_address 218 96,
         rseq 334 293, arch_prctl 158 -, gettid 186 178, exit 60 93, exit_group 231 94,
         sched_yield 24 124, sched_getaffinity 204 123, getcpu 309 168
signals  rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigpending 127 136,
         rt_sigtimedwait 128 137, rt_sigsuspend 130 133, sigaltstack 131 132, pause 34 -,
         restart_syscall 219 128, wait4 61 260, waitid 247 95
time     time 201 -, gettimeofday 96 169, clock_gettime 228 113, clock_getres 229 114,
         nanosleep 35 101, clock_nanosleep 230 115, times 100 153, alarm 37 -,
         getitimer 36 102, setitimer 38 103
itself   getpid 39 172, getppid 110 173, getpgrp 111 -, getpgid 121 155, getsid 124 156,
         getuid 102 174, geteuid 107 175, getgid 104 176, getegid 108 177, getgroups 115 158,
         getresuid 118 148, getresgid 120 150, getrlimit 97 163, getrusage 98 165,
         uname 63 160, sysinfo 99 179, getrandom 318 278
"""
# Calls that are allowed with some arguments only.
_ASKED = (
    "clone 56 220, clone3 435 435, fcntl 72 25, ioctl 16 29, prctl 157 167, "
    "prlimit64 302 261, sendto 44 206"
)
# A younger call than this gets "no such call", which makes a C library fall back on an older one.
_YOUNGEST_KNOWN = 450

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h
_CLONE_THREAD = 0x0001_0000
_CLONE_NAMESPACES = 0x7E02_0000
# Duplicates and the close-on-exec flag. Not F_SETOWN or F_SETSIG, which make the kernel send a
# signal of one's choice to any process of the same user; nor locks and leases.
_FCNTL = (0, 1, 2, 3, 1030)
# Is this a terminal and how wide is it (TCGETS, TCGETS2, TIOCGWINSZ), FIONREAD, FIONBIO (a socket's
# timeout), FIOCLEX, FIONCLEX. Not TIOCSTI, which types into a terminal, nor FIOSETOWN.
_IOCTL = (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5451, 0x5450)
_PRCTL = (15, 16)  # a thread's name: set and get

_LOAD, _RETURN = 0x20, 0x06
_EQUAL, _GREATER, _AT_LEAST, _ANY_BIT = 0x15, 0x25, 0x35, 0x45
_ALLOW = 0x7FFF_0000
_REFUSE = 0x0005_0000 | errno.EPERM
_UNKNOWN = 0x0005_0000 | errno.ENOSYS
_NUMBER, _ARCHITECTURE = 0, 4  # where the kernel's struct seccomp_data has them

# An instruction: operation, operand, instructions to skip if the comparison holds, and if not.
Instruction = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("code", ctypes.c_char_p)]


def compile_filter(instructions: Sequence[Instruction]) -> bytes:
    """The instructions in the kernel's form, for `install`. Can be made long before its use."""
    return b"".join(
        struct.pack("=HBBI", operation, if_true, if_false, operand)
        for operation, operand, if_true, if_false in instructions
    )


def install(code: bytes) -> None:
    """Put this thread and all that it starts behind the compiled filter, for good.

    It needs no_new_privs. Raises OSError where the kernel refuses.
    """
    set_seccomp, mode_filter = 22, 2
    program = _Program(len(code) // 8, code)
    call("prctl", set_seccomp, mode_filter, ctypes.byref(program), 0, 0)


def filter_for(machine: str) -> list[Instruction]:
    """The filter for a machine as `os.uname()` names it. Raises KeyError for an unknown one."""
    architecture = _ARCHITECTURES[machine]
    asked = _numbers(_ASKED, machine)
    arguments = {
        "clone": [
            _load(0),
            (_ANY_BIT, _CLONE_NAMESPACES, 1, 0),
            (_ANY_BIT, _CLONE_THREAD, 1, 0),
            _verdict(_REFUSE),
            _verdict(_ALLOW),
        ],
        # Its flags lie behind a pointer. The C library falls back on clone.
        "clone3": [_verdict(_UNKNOWN)],
        "fcntl": _one_of(1, _FCNTL),
        "ioctl": _one_of(1, _IOCTL),
        "prctl": _one_of(0, _PRCTL),
        # Ask for one's own limits; neither another process's nor a change.
        "prlimit64": _all_zero(_low(0), _low(2), _high(2)),
        # Answer on a connection; no address to send to.
        "sendto": _all_zero(_low(4), _high(4)),
    }
    program = [
        (_LOAD, _ARCHITECTURE, 0, 0),
        (_EQUAL, architecture, 1, 0),
        _verdict(_REFUSE),
        (_LOAD, _NUMBER, 0, 0),
    ]
    for name, body in arguments.items():
        program += [(_EQUAL, asked[name], 0, len(body)), *body]
    return program + _one_in_ranges(list(allowed(machine).values()))


def allowed(machine: str) -> dict[str, int]:
    """The calls that are allowed whatever their arguments: name and number."""
    return _numbers(_ALLOWED, machine)


def _numbers(table: str, machine: str) -> dict[str, int]:
    column = list(_ARCHITECTURES).index(machine)
    rows = re.findall(r"(\w+) (\d+|-) (\d+|-)", table)
    return {name: int(row[column]) for name, *row in rows if row[column] != "-"}


def _one_in_ranges(calls: Sequence[int]) -> list[Instruction]:
    """Allow the calls by their ranges, which takes far fewer comparisons than one for each."""
    starts = sorted(number for number in calls if number - 1 not in calls)
    ends = sorted(number for number in calls if number + 1 not in calls)
    program: list[Instruction] = []
    for start, end in zip(starts, ends, strict=True):
        # The ranges ascend, so a call below a start lies between two of them and is refused.
        to_refuse = 2 * len(starts) - len(program)
        program += [(_AT_LEAST, start, 0, to_refuse), (_GREATER, end, 0, to_refuse + 1)]
    return [
        *program,
        (_GREATER, _YOUNGEST_KNOWN, 1, 0),
        _verdict(_REFUSE),
        _verdict(_UNKNOWN),
        _verdict(_ALLOW),
    ]


def _one_of(argument: int, values: Sequence[int]) -> list[Instruction]:
    """Allow the call if the argument's lower half, which is all the kernel looks at, is listed."""
    tests = [(_EQUAL, value, len(values) - place, 0) for place, value in enumerate(values)]
    return [_load(argument), *tests, _verdict(_REFUSE), _verdict(_ALLOW)]


def _all_zero(*offsets: int) -> list[Instruction]:
    program: list[Instruction] = []
    for place, offset in enumerate(offsets):
        to_end = 2 * (len(offsets) - place) - 1
        program += [(_LOAD, offset, 0, 0), (_EQUAL, 0, 0, to_end)]
    return [*program, _verdict(_ALLOW), _verdict(_REFUSE)]


def _load(argument: int) -> Instruction:
    return (_LOAD, _low(argument), 0, 0)


def _low(argument: int) -> int:
    return 16 + 8 * argument  # both machines keep the lower half first


def _high(argument: int) -> int:
    return _low(argument) + 4


def _verdict(verdict: int) -> Instruction:
    return (_RETURN, verdict, 0, 0)
