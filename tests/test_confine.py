"""What a confined process can and cannot do, tried for real in forked processes.

A host (a clean Python process, as the grader's server is) forks one child for each attempt. Every
test runs at each level that this machine offers and, where the tests run as root, both as root and
as an ordinary user.
"""

import contextlib
import itertools
import json
import os
import select
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox import confine, landlock, seccomp

PROJECT = Path(__file__).resolve().parents[1]
WEAKER = {"landlock": ("landlock", "limits"), "limits": ("limits",), "none": ()}
LEVELS = WEAKER[confine.strongest()]
USERS = ("root", "nobody") if os.geteuid() == 0 else ("user",)
PLACES = list(itertools.product(LEVELS, USERS))
at_each_place = pytest.mark.parametrize(("level", "user"), PLACES)

HOST = """
import errno, json, os, shutil, sys, tempfile
project, user = sys.argv[1:]
sys.path.insert(0, project)
import ctypes, fcntl, resource, signal, socket, subprocess
import numpy as np
from grader.sandbox import confine
from grader.sandbox.kernel import call
if user == "nobody":
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
HOST, FOLDER = os.getpid(), tempfile.mkdtemp()
OWN_FILE = os.path.join(FOLDER, "own.txt")
with open(OWN_FILE, "w") as file:
    file.write("mine")
os.chmod(FOLDER, 0o777)
os.chmod(OWN_FILE, 0o666)
secret = open(OWN_FILE)
confine.prepare(confine.strongest())

def attempt(code, level, answer, **limits):
    try:
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(0, 1)
        confine.confine(level, {answer}, **limits)
        names = dict(globals(), PROJECT=project, ANSWER=answer, result="done")
        exec(code, names)
        outcome = names["result"]
    except OSError as error:
        outcome = errno.errorcode.get(error.errno, type(error).__name__)
    except BaseException as error:
        outcome = type(error).__name__
    os.write(answer, json.dumps(outcome).encode())

for line in sys.stdin:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            attempt(answer=write, **json.loads(line))
        finally:
            os._exit(0)
    os.close(write)
    with open(read) as pipe:
        outcome = pipe.read()
    status = os.waitpid(child, 0)[1]
    how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else "exit"
    print(outcome or json.dumps(how), flush=True)
    with open(OWN_FILE) as file:
        assert file.read() == "mine", "the file was changed"
shutil.rmtree(FOLDER)
"""


class Host:
    """A clean process that forks a confined child for each attempt."""

    def __init__(self, user: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOST, str(PROJECT), user],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"SECRET": "of the judge", "OPENBLAS_NUM_THREADS": "1"},
        )
        assert self.process.stdin and self.process.stdout
        self.unconfined: dict[str, object] = {}
        self.requests, self.outcomes = self.process.stdin, self.process.stdout

    def run(self, code: str, level: str, **limits: int) -> object:
        """Run code in a confined child: its `result`, an error's name, or the signal it died of."""
        self.requests.write(json.dumps({"code": code, "level": level, **limits}) + "\n")
        self.requests.flush()
        line = self.outcomes.readline()
        assert line, "the host has ended"
        return json.loads(line)

    def run_unconfined(self, code: str) -> object:
        """The same without confinement, run once however often it is asked for."""
        if code not in self.unconfined:
            self.unconfined[code] = self.run(code, "none")
        return self.unconfined[code]

    def close(self) -> None:
        self.requests.close()
        self.outcomes.close()
        self.process.wait()


@pytest.fixture(scope="module")
def hosts() -> Iterator[dict[str, Host]]:
    hosts = {user: Host(user) for user in USERS}
    yield hosts
    for host in hosts.values():
        host.close()


# What nobody may do at level `landlock`, by subject.

READING = {
    "a system file": "open('/etc/passwd').read()",
    "a file of the project": "open(PROJECT + '/grader/sandbox/confine.py').read()",
    "the project's folder": "os.listdir(PROJECT)",
    "the root folder": "os.listdir('/')",
    "its own file": "open(OWN_FILE).read()",
    "a file through a path descriptor":
        "fd = os.open(OWN_FILE, os.O_PATH); open(f'/proc/self/fd/{fd}').read()",
}  # fmt: skip
PROC = {
    "the list of processes": "os.listdir('/proc')",
    "its own state": "open('/proc/self/status').read()",
    "its own first environment": "open('/proc/self/environ').read()",
    "its own memory": "open('/proc/self/mem', 'rb')",
    "its own descriptors": "os.listdir('/proc/self/fd')",
    "the host's environment": "open(f'/proc/{HOST}/environ').read()",
    "the host's command": "open(f'/proc/{HOST}/cmdline').read()",
    "the host's memory": "open(f'/proc/{HOST}/mem', 'rb')",
    "the host's descriptors": "os.listdir(f'/proc/{HOST}/fd')",
    "the host's folder": "os.readlink(f'/proc/{HOST}/cwd')",
}
WRITING = {
    "a new file": "open(FOLDER + '/new', 'w')",
    "its own file": "open(OWN_FILE, 'a')",
    "a truncated file": "os.truncate(OWN_FILE, 0)",
    "a nameless file": "os.open('/tmp', os.O_TMPFILE | os.O_RDWR)",
    "no file any more": "os.unlink(OWN_FILE)",
    "a new name": "os.rename(OWN_FILE, OWN_FILE + '2')",
    "a folder": "os.mkdir(FOLDER + '/new')",
    "a link": "os.symlink('/etc', FOLDER + '/new')",
    "a second name": "os.link(OWN_FILE, FOLDER + '/new')",
    "a named pipe": "os.mkfifo(FOLDER + '/new')",
    "a mode": "os.chmod(OWN_FILE, 0o666)",
    "an owner": "os.chown(OWN_FILE, -1, -1)",
    "a time": "os.utime(OWN_FILE)",
    "an attribute": "os.setxattr(OWN_FILE, 'user.x', b'')",
    "shared memory": "call('memfd_create', b'x', 0)",
}
NETWORK = {
    "TCP": "socket.socket()",
    "UDP": "socket.socket(type=socket.SOCK_DGRAM)",
    "IPv6": "socket.socket(socket.AF_INET6)",
    "Unix": "socket.socket(socket.AF_UNIX)",
    "abstract Unix": "socket.socket(socket.AF_UNIX).connect('\\0judge')",
    "netlink": "socket.socket(socket.AF_NETLINK)",
    "a pair": "socket.socketpair()",
}
PROCESSES = {
    "fork": "os.fork() or os._exit(0)",
    "clone": "call('syscall', (56, 220)[os.uname().machine == 'aarch64'], 17, 0, 0, 0, 0)"
             " or os._exit(0)",
    "clone3": "call('syscall', 435, None, 0)",
    "exec": "os.execv('/bin/true', ['true'])",
    "exec by descriptor": "os.execve(os.open('/bin/true', os.O_PATH), ['true'], {})",
    "spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "subprocess": "subprocess.run(['true'])",
    "trace": "call('ptrace', 16, HOST, None, None)",
    "be traced": "call('ptrace', 0, 0, None, None)",
    "read its memory": "call('process_vm_readv', HOST, None, 0, None, 0, 0)",
    "write its memory": "call('process_vm_writev', HOST, None, 0, None, 0, 0)",
    "hold it": "call('syscall', 434, HOST, 0)",
    "limit it": "resource.prlimit(HOST, resource.RLIMIT_CORE, (0, 0))",
    "slow it": "os.setpriority(os.PRIO_PROCESS, HOST, 19)",
    "move it": "os.sched_setaffinity(HOST, os.sched_getaffinity(0))",
}  # fmt: skip
SIGNALS = {
    "its parent": "os.kill(HOST, 0)",
    "its parent's group": "os.killpg(os.getpgid(HOST), 0)",
    "its own group": "os.killpg(0, 0)",
    "the first process": "os.kill(1, 0)",
    "everyone": "os.kill(-1, 0)",
    "itself": "os.kill(os.getpid(), signal.SIGTERM)",
    "a thread": "call('tgkill', HOST, HOST, 0)",
    "with a value": "call('sigqueue', HOST, 0, None)",
    "by descriptor": "call('syscall', 424, 0, 0, None, 0)",
    "by an owned descriptor": "fcntl.fcntl(ANSWER, fcntl.F_SETOWN, HOST)",
    "by an owned socket": "fcntl.ioctl(ANSWER, 0x8901, HOST.to_bytes(4, sys.byteorder))",
    "at an end that is not its own": "call('prctl', 1, 0, 0, 0, 0)",
}
KERNEL = {
    "System V memory": "call('shmget', 0, 4096, 0o1600)",
    "System V messages": "call('msgget', 0, 0o1600)",
    "System V semaphores": "call('semget', 0, 1, 0o1600)",
    "namespaces": "call('unshare', 0x10000000)",
    "another namespace": "call('setns', ANSWER, 0)",
    "mounts": "call('mount', b'/', b'/', None, 0, None)",
    "new mounts": "call('syscall', 430, b'tmpfs', 0)",
    "another root": "os.chroot('/')",
    "io_uring": "call('syscall', 425, 1, None)",
    "watching files": "call('inotify_init')",
    "a file's handle": "call('open_by_handle_at', ANSWER, None, 0)",
    "personality": "call('personality', 0x0040000)",
    "another filter": "call('prctl', 22, 2, None, 0, 0)",
    "typing into a terminal": "fcntl.ioctl(0, 0x5412, b'x')",
    "being dumped": "call('prctl', 4, 1, 0, 0, 0)",
    "higher limits": "call('setrlimit', resource.RLIMIT_NOFILE, bytes(16))",
    "another user": "os.setresuid(0, 0, 0)",
    "another group": "os.setgroups([0])",
    "another session": "os.setsid()",
}
NUMBERED = {  # calls without a function in the C library: numbers on x86_64 and aarch64
    "bpf": (321, 280), "perf_event_open": (298, 241), "add_key": (248, 217), "keyctl": (250, 219),
    "userfaultfd": (323, 282), "kcmp": (312, 272), "mq_open": (240, 180), "seccomp": (317, 277),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440), "memfd_secret": (447, 447),
}  # fmt: skip
FORBIDDEN = {
    f"{subject}: {name}": code
    for subject, attempts in {
        "read": READING, "proc": PROC, "write": WRITING, "network": NETWORK,
        "process": PROCESSES, "signal": SIGNALS, "kernel": KERNEL,
        "call": {
            name: f"call('syscall', {numbers}[os.uname().machine == 'aarch64'], 0, 0, 0)"
            for name, numbers in NUMBERED.items()
        },
    }.items()
    for name, code in attempts.items()
}  # fmt: skip
# What `limits` does not stop: it bounds what is used up, and hides environment and descriptors.
OPEN_AT_LIMITS = (
    "read: a file of the project", "read: its own file", "write: a folder", "write: a mode",
    "network: TCP", "network: a pair", "process: fork", "process: subprocess", "signal: its parent",
)  # fmt: skip
ROOTS = ("write: a mode", "signal: its parent")  # of these, what root's worker has no right to


@pytest.mark.parametrize(
    ("level", "user", "attempt"),
    [
        (level, user, attempt)
        for level, user in PLACES
        for attempt in (FORBIDDEN if level == "landlock" else OPEN_AT_LIMITS)
    ],
)
def test_what_is_forbidden(hosts: dict[str, Host], level: str, user: str, attempt: str) -> None:
    outcome = hosts[user].run(FORBIDDEN[attempt], level)
    if level == "landlock":
        assert outcome in ("EPERM", "EACCES", "ENOSYS")
    elif user == "root" and sys.platform == "linux" and attempt in ROOTS:
        assert outcome == "EPERM"
    else:
        # macOS counts no threads as processes, so that its limit can forbid new ones.
        assert outcome == (
            "EAGAIN" if sys.platform == "darwin" and "process" in attempt else "done"
        )


HONEST = {
    "numpy": "a = np.random.default_rng(0).normal(size=(90, 90)); np.linalg.inv(a) @ np.fft.fft(a)",
    "numpy's corners": "import numpy.polynomial, numpy.ma, numpy.testing, numpy.lib.recfunctions",
    "mathematics": "import math, random, statistics, fractions, decimal; random.seed()",
    "structures": "import collections, dataclasses, typing, enum, functools, itertools, heapq",
    "modules in C": "import hashlib, sqlite3, lzma, bz2, zlib, json, csv, _decimal, ctypes.util",
    "text": "import re, textwrap, string, unicodedata; 'ü'.encode('idna')",
    "time": "import time, datetime; time.sleep(1e-4); time.localtime(); datetime.datetime.now()",
    "threads": "import threading\n"
               "thread = threading.Thread(target=lambda: globals().update(result='ran'))\n"
               "thread.start(); thread.join()",
    "a pool of threads": "from concurrent.futures import ThreadPoolExecutor\n"
                         "result = list(ThreadPoolExecutor(4).map(abs, range(-8, 0)))",
    "warnings": "import warnings; warnings.warn('careful')",
    "tracebacks": "import traceback, inspect\n"
                  "try: inspect.unwrap(1, stop=3)\n"
                  "except TypeError: result = traceback.format_exc()",
    "source of a module": "import inspect; result = len(inspect.getsource(inspect))",
    "its surroundings": "import platform; os.cpu_count(); os.getcwd(); os.path.expanduser('~')",
    "random bytes": "import uuid, secrets; uuid.uuid4(); result = len(secrets.token_bytes(8))",
    "the null device": "open(os.devnull, 'w').write('x'); result = open(os.devnull).read()",
    "waiting": "import select, selectors; selectors.DefaultSelector().close()",
    "an alarm": "signal.signal(signal.SIGALRM, lambda *_: globals().update(result='rang'))\n"
                "signal.setitimer(signal.ITIMER_REAL, 1e-3, 1e-2); signal.pause()",
    "logging": "import logging, pdb, unittest, doctest, pickle, copy, io, shutil, argparse",
}  # fmt: skip


@at_each_place
@pytest.mark.parametrize("work", HONEST)
def test_honest_work_goes_on(hosts: dict[str, Host], level: str, user: str, work: str) -> None:
    outcome = hosts[user].run(HONEST[work], level)
    assert outcome == hosts[user].run_unconfined(HONEST[work])
    # Where Python lives in another user's private folder, that user can't import, confined or not.
    assert user == "nobody" or "Error" not in str(outcome)


@at_each_place
def test_temporary_files_fail_cleanly(hosts: dict[str, Host], level: str, user: str) -> None:
    code = "import tempfile, numpy\nwith tempfile.TemporaryFile() as f: f.write(b'x'); f.flush()"
    assert hosts[user].run(code, level) in ("ENOENT", "EACCES", "EFBIG")


@at_each_place
def test_files_do_not_grow(hosts: dict[str, Host], level: str, user: str) -> None:
    code = "with open(OWN_FILE, 'a') as file: file.write('x' * 10)"
    assert hosts[user].run(code, level) == ("EACCES" if level == "landlock" else "EFBIG")


@at_each_place
def test_environment_is_empty(hosts: dict[str, Host], level: str, user: str) -> None:
    code = "getenv = ctypes.CDLL(None).getenv\nresult = [dict(os.environ), getenv(b'SECRET')]"
    assert hosts[user].run(code, level) == [{}, 0]
    assert hosts[user].run("result = os.environ['SECRET']", "none") == "of the judge"


@at_each_place
def test_descriptors_are_closed(hosts: dict[str, Host], level: str, user: str) -> None:
    code = """
result = []
for descriptor in set(range(300)) - {ANSWER}:
    try:
        os.fstat(descriptor)
    except OSError:
        continue
    result.append(descriptor)
"""
    assert hosts[user].run(code, level) == [0, 1, 2]
    unconfined = hosts[user].run(code, "none")
    assert isinstance(unconfined, list) and len(unconfined) > 3


@at_each_place
def test_session_is_its_own(hosts: dict[str, Host], level: str, user: str) -> None:
    code = "result = [os.getsid(0) == os.getpgrp() == os.getpid(), os.getcwd()]"
    assert hosts[user].run(code, level) == [True, "/"]


@at_each_place
def test_memory_is_bounded(hosts: dict[str, Host], level: str, user: str) -> None:
    assert hosts[user].run("bytearray(1 << 20)", level) == "done"
    if sys.platform != "darwin":  # which has no such limit
        assert hosts[user].run("bytearray(1 << 30)", level) == "MemoryError"
        assert hosts[user].run("np.zeros((1 << 16, 1 << 16))", level) == "MemoryError"
        assert hosts[user].run("bytearray(3 << 28)", level, memory=1 << 29) == "MemoryError"


@at_each_place
def test_limits_are_set(hosts: dict[str, Host], level: str, user: str) -> None:
    names = ("CPU", "FSIZE", "CORE", "NOFILE", "MEMLOCK")
    code = f"result = [resource.getrlimit(getattr(resource, 'RLIMIT_' + n)) for n in {names}]"
    wanted = [[120, 121], [0, 0], [0, 0], [64, 64], [0, 0]]
    outcome = hosts[user].run(code, level)
    assert isinstance(outcome, list)
    for limit, ours in zip(outcome, wanted, strict=True):
        assert limit <= ours  # the machine's own may be lower
    processes = hosts[user].run("result = resource.getrlimit(resource.RLIMIT_NPROC)[1]", level)
    assert isinstance(processes, int) and 0 < processes < 100_000


def test_a_thread_bomb_stays_small(hosts: dict[str, Host]) -> None:
    code = """
import threading
threading.stack_size(1 << 15)
end = threading.Event()
try:
    for result in range(100_000):
        threading.Thread(target=end.wait).start()
except RuntimeError:
    result = "stopped"
end.set()
"""
    for level in LEVELS:
        assert hosts[USERS[-1]].run(code, level) == "stopped"


def test_computing_time_is_bounded(hosts: dict[str, Host]) -> None:
    for level in LEVELS[:1]:  # a second of work, and the limit is the same at all levels
        assert hosts[USERS[-1]].run("while True: pass", level, cpu_seconds=1) == "signal 24"


@pytest.mark.parametrize("level", LEVELS)
def test_root_is_given_up(hosts: dict[str, Host], level: str) -> None:
    outcome = hosts[USERS[0]].run("result = [*os.getresuid(), *os.getresgid(), *os.getgroups()]",
                                  level)  # fmt: skip
    if USERS[0] == "root" and sys.platform == "linux":
        assert outcome == [65534] * 6
    else:
        assert outcome == [*os.getresuid(), *os.getresgid(), *os.getgroups()]


def test_a_worker_of_root_reads_no_private_file_where_python_is_not_private(tmp_path: Path) -> None:
    """At `limits`, where only the user stands between a submission and the course."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    secret.chmod(0o600)
    code = """
import os, sys
sys.path.insert(0, sys.argv[1])
from grader.sandbox import confine
for module in sys.argv[3:]:
    sys.path[:], os.__file__ = [], module  # what imports would read
    if os.fork() == 0:
        confine.confine("limits", keep=())
        try:
            os.write(1, open(sys.argv[2], "rb").read())
        except PermissionError:
            os.write(1, b"hidden")
        os._exit(0)
    os.wait()
"""
    public = subprocess.run(
        [sys.executable, "-c", code, str(PROJECT), str(secret), "/", str(secret)],
        stdout=subprocess.PIPE,
    )
    root = os.geteuid() == 0 and sys.platform == "linux"
    assert public.stdout == (b"hiddensecret" if root else b"secretsecret")


@at_each_place
def test_it_ends_with_its_parent(level: str, user: str) -> None:
    code = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
from grader.sandbox import confine
if sys.argv[3] == "nobody":
    os.setresuid(65534, 65534, 65534)
if os.fork() == 0:
    confine.confine(sys.argv[2], keep=())
    os.write(1, b"confined")
    time.sleep(60)
time.sleep(60)
"""
    host = subprocess.Popen(
        [sys.executable, "-c", code, str(PROJECT), level, user], stdout=subprocess.PIPE
    )
    assert host.stdout
    assert os.read(host.stdout.fileno(), 8) == b"confined"
    host.kill()
    host.wait()
    # The child held the other end as well: its end is the end of the stream.
    assert select.select([host.stdout], [], [], 10)[0]
    assert host.stdout.read() == b""
    host.stdout.close()


def test_finding_the_strongest_level_leaves_nothing_behind() -> None:
    def state() -> tuple[object, ...]:
        opened = [each for each in range(200) if _is_open(each)]
        return opened, dict(os.environ), os.getcwd(), os.getsid(0), os.getresuid()

    before = state()
    confine.strongest.cache_clear()
    started = time.perf_counter()
    confine.strongest()
    assert time.perf_counter() - started < 0.5
    assert state() == before
    with contextlib.suppress(ChildProcessError):  # there may be none at all
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)  # nor one that has ended


def _is_open(descriptor: int) -> bool:
    with contextlib.suppress(OSError):
        os.fstat(descriptor)
        return True
    return False


def test_landlock_is_used_where_the_kernel_has_it() -> None:
    offered = landlock.version() > 0 and os.uname().machine in ("x86_64", "aarch64")
    assert confine.strongest() == ("landlock" if offered else "limits")


def test_none_changes_nothing() -> None:
    environment = dict(os.environ)
    confine.prepare("none")
    confine.confine("none", keep=())
    assert dict(os.environ) == environment


@pytest.mark.parametrize(("platform", "level"), [("win32", "none"), ("darwin", "limits")])
def test_other_systems(platform: str, level: str) -> None:
    code = """
import ctypes, os, sys
os.environ["SECRET"] = "of the judge"
sys.platform = sys.argv[2]
if sys.platform == "win32":
    sys.modules["resource"] = None
sys.path.insert(0, sys.argv[1])
from grader.sandbox import confine
level = confine.strongest()
confine.confine(level, keep=())
print(level, 'SECRET' in os.environ)
"""
    command = [sys.executable, "-c", code, str(PROJECT), platform]
    process = subprocess.run(command, capture_output=True, text=True)
    assert process.stdout == f"{level} {level == 'none'}\n", process.stderr


def test_a_kernel_without_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "_CREATE_RULESET", 100_000)
    confine.strongest.cache_clear()
    confine._fence.cache_clear()
    assert confine.strongest() == "limits"
    with pytest.raises(confine.ConfinementError, match="does not offer Landlock"):
        confine.prepare("landlock")
    monkeypatch.undo()
    confine.strongest.cache_clear()


def test_an_unknown_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "uname", lambda: types.SimpleNamespace(machine="mips"))
    confine._fence.cache_clear()
    with pytest.raises(confine.ConfinementError, match="no system call filter for 'mips'"):
        confine.prepare("landlock")


def test_a_course_inside_the_python_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = Path(os.__file__).parent / "course" / "grader" / "confine.py"
    monkeypatch.setattr(confine, "__file__", str(inside))
    with pytest.raises(confine.ConfinementError, match="move it elsewhere"):
        confine._readable()


def test_the_project_is_not_readable_by_the_rules() -> None:
    for folder in confine._readable():
        assert not PROJECT.is_relative_to(folder)


# The filter's program, run by a small machine of our own: the one for aarch64 can be proved here.


def verdict(program: list[seccomp.Instruction], number: int, *arguments: int, machine: str) -> int:
    """What the kernel would answer to a call."""
    words = {0: number, 4: {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}[machine]}
    for place in range(6):
        argument = arguments[place] if place < len(arguments) else 0
        words[16 + 8 * place] = argument & 0xFFFF_FFFF
        words[20 + 8 * place] = argument >> 32 & 0xFFFF_FFFF
    value = line = 0
    while True:
        operation, operand, if_true, if_false = program[line]
        line += 1
        if operation == 0x06:
            return operand
        if operation == 0x20:
            value = words[operand]
        else:
            holds = {0x15: value == operand, 0x25: value > operand, 0x35: value >= operand,
                     0x45: bool(value & operand)}[operation]  # fmt: skip
            line += if_true if holds else if_false


MACHINES = pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
ALLOWED, REFUSED, UNKNOWN = 0x7FFF_0000, 0x0005_0001, 0x0005_0026


@MACHINES
def test_the_filter_allows_what_is_listed_and_nothing_else(machine: str) -> None:
    program = seccomp.filter_for(machine)
    listed = set(seccomp.allowed(machine).values())
    asked = set(seccomp._numbers(seccomp._ASKED, machine).values())
    for number in {*range(600), 0x4000_0000, 0x4000_0001, 0xFFFF_FFFF} - asked:
        wanted = ALLOWED if number in listed else REFUSED if number <= 450 else UNKNOWN
        assert verdict(program, number, machine=machine) == wanted, number


@MACHINES
def test_the_filter_refuses_other_machines_calls(machine: str) -> None:
    other = "aarch64" if machine == "x86_64" else "x86_64"
    assert verdict(seccomp.filter_for(machine), 0, machine=other) == REFUSED


@MACHINES
@pytest.mark.parametrize(
    ("name", "arguments", "wanted"),
    [
        ("clone", (0x3D0F00,), ALLOWED),  # what a C library asks for when it starts a thread
        ("clone", (17,), REFUSED),
        ("clone", (0x4111,), REFUSED),  # vfork
        ("clone", (0x1001_0000,), REFUSED),  # a thread in a namespace
        ("clone3", (0, 88), UNKNOWN),
        ("fcntl", (3, 1030, 0), ALLOWED),
        ("fcntl", (3, 8, 1), REFUSED),
        ("fcntl", (3, 1 << 32 | 8, 1), REFUSED),
        ("ioctl", (0, 0x5401), ALLOWED),
        ("ioctl", (0, 0x5412), REFUSED),
        ("prctl", (15, 1), ALLOWED),
        ("prctl", (1, 0), REFUSED),
        ("prlimit64", (0, 7, 0, 1 << 40), ALLOWED),
        ("prlimit64", (1, 7, 0, 1 << 40), REFUSED),
        ("prlimit64", (0, 7, 4096, 0), REFUSED),
        ("prlimit64", (0, 7, 1 << 32, 0), REFUSED),
        ("sendto", (3, 4096, 1, 0, 0, 0), ALLOWED),
        ("sendto", (3, 4096, 1, 0, 4096, 110), REFUSED),
        ("sendto", (3, 4096, 1, 0, 1 << 32, 110), REFUSED),
    ],
)
def test_the_filter_looks_at_arguments(
    machine: str, name: str, arguments: tuple[int, ...], wanted: int
) -> None:
    number = seccomp._numbers(seccomp._ASKED, machine)[name]
    assert verdict(seccomp.filter_for(machine), number, *arguments, machine=machine) == wanted
