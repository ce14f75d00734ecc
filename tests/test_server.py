"""The server that workers are forked from, when a machine or a submission gives it trouble."""

import errno
import gc
import os
import resource
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest

from grader import cli
from grader.sandbox import confine, landlock
from grader.submission import servers, start, workers
from grader.submission.manners import Manners, SubmissionFailure
from grader.submission.module import Submission, first_request
from grader.submission.servers import Server, WorkerFault
from grader.submission.workers import Worker
from grader.wire.protocol import Level

linux = pytest.mark.skipif(sys.platform != "linux", reason="no /proc, and orphans go to init")

if not hasattr(os, "fork"):
    pytest.skip("Nothing can be forked here.", allow_module_level=True)

MODULE = "bad.double"
DOUBLE = b"def double(x):\n    return 2 * x\n"


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """A function that starts a server at a level."""
    servers: list[Server] = []

    def launch(level: Level = "none") -> Server:
        servers.append(Server(*start.launch(level)))
        return servers[-1]

    yield launch
    for server in servers:
        server.close()


def double(server: Server, source: bytes = DOUBLE, x: int = 3) -> int:
    """What a fresh worker of this server makes of a number."""
    worker = Worker(server)
    try:
        worker.load("exercises", {MODULE: ("double.py", source)})
        result: int = Submission(worker, MODULE, Manners()).double(x)
        return result
    finally:
        worker.close()


def children(pid: int) -> set[int]:
    listing = Path(f"/proc/{pid}/task/{pid}/children")
    return {int(child) for child in listing.read_text().split()}


def server_pid(server: Server) -> int:
    assert server._process
    return server._process.pid


def wait_until(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_what_is_asked_ahead_is_at_work_before_it_is_asked(serve: Callable[..., Server]) -> None:
    worker = Worker(serve())
    source = b"print('imported')\n" + DOUBLE
    worker.load("exercises", {MODULE: ("double.py", source)}, ahead=first_request(MODULE, {}))
    wait_until(lambda: "imported" in worker.printed())
    assert Submission(worker, MODULE, Manners()).double(3) == 6
    assert worker.printed().count("imported") == 1
    worker.close()


def test_a_worker_whose_judge_is_gone_ends_without_a_word(serve: Callable[..., Server]) -> None:
    link, output = serve().start_worker()
    link.close()
    output.settimeout(5.0)
    assert output.recv(1000) == b""


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores cannot be chosen")
def test_workers_run_where_their_judge_does(serve: Callable[..., Server]) -> None:
    main, source = serve(), b"import os\ndef cores():\n    return sorted(os.sched_getaffinity(0))"
    all_cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(all_cores)})
    try:
        server = main.branch()
        worker = Worker(server)
        worker.load("exercises", {MODULE: ("double.py", source)})
        assert Submission(worker, MODULE, Manners()).cores() == [max(all_cores)]
        worker.close()
        server.close()
    finally:
        os.sched_setaffinity(0, all_cores)


@linux
def test_workers_in_stock_are_used_and_end_with_the_server(serve: Callable[..., Server]) -> None:
    main = serve()
    server = main.branch()
    wait_until(lambda: len(children(server_pid(main))) == 1)
    (branch,) = children(server_pid(main))
    server.stock(3)
    wait_until(lambda: len(children(branch)) == 3)
    stocked = children(branch)
    server.stock(2)  # which are there
    os.kill(min(stocked), signal.SIGKILL)
    wait_until(lambda: "Z" in Path(f"/proc/{min(stocked)}/stat").read_text().split())
    assert double(server) == 6
    assert double(server) == 6
    wait_until(lambda: children(branch) <= {min(stocked)})
    server.stock(1)
    wait_until(lambda: len(children(branch) - {min(stocked)}) == 1)
    assert double(server) == 6
    server.stock(3)
    server.close()
    wait_until(lambda: not children(branch))
    assert double(main) == 6


WAITED = b"""
import resource, sys, warnings
import numpy as np
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
before = faults()
def of_a_call(x, y):
    np.exp(x - np.max(x, axis=-1, keepdims=True)).sum()
    return faults() - before
def state():
    finders = [str(each).partition(" at ")[0] for each in sys.meta_path]
    known = finders, sorted(sys.modules), warnings.filters, np.geterr()
    return [str(each) for each in known]
"""


@linux
def test_a_worker_that_has_waited_is_quicker_and_otherwise_as_a_new_one(
    serve: Callable[..., Server],
) -> None:
    server = serve()

    def told() -> tuple[int, list[str]]:
        worker = Worker(server)
        worker.load("exercises", {MODULE: ("double.py", WAITED)})
        submission = Submission(worker, MODULE, Manners())
        told = submission.of_a_call(np.ones((2, 3)), np.ones(3)), submission.state()
        worker.close()
        return told

    new, state = told()
    wait_until(lambda: not children(server_pid(server)))
    server.stock(1)
    wait_until(lambda: bool(children(server_pid(server))))
    (waiting,) = children(server_pid(server))
    wait_until(lambda: Path(f"/proc/{waiting}/stat").read_text().split()[2] == "S")
    time.sleep(0.1)  # it may have slept before it began
    waited, state_of_waited = told()
    assert state_of_waited == state
    assert waited < 0.7 * new


def test_stock_may_be_emptied_while_it_is_taken_from(serve: Callable[..., Server]) -> None:
    class Emptied(deque[servers.Streams]):
        def __bool__(self) -> bool:
            self.clear()  # as another thread may that closes the server
            return True

    server = serve()
    server._stock = Emptied()
    assert double(server) == 6


# What a machine may lack

FAILING = """
import errno, os
fork, failures = os.fork, iter(range({count}))
def failing_fork():
    for _ in failures:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
    return fork()
os.fork = failing_fork
"""


def fail(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Have the servers that are started from now on fail in their first forks."""
    monkeypatch.setattr(start, "_BOOT", FAILING.format(count=count) + start._BOOT)


def test_a_fork_that_fails_is_tried_again(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, 3)
    assert double(serve()) == 6


def test_a_fork_that_always_fails_is_the_graders_fault(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "RETRY_SECONDS", 0.1)
    with monkeypatch.context() as short:
        fail(short, 1_000_000)
        server = serve()
        with pytest.raises(WorkerFault, match=r"cannot start a process: Resource temporarily"):
            double(server)
    assert double(server) == 6  # there is room again


@linux
def test_no_room_for_the_trial_of_confinement(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    confine.strongest.cache_clear()  # another test may have asked
    monkeypatch.setattr(landlock, "version", lambda: 1)
    monkeypatch.setattr(os, "fork", lambda: os.open("/dev/null/x", os.O_RDONLY))
    assert cli.main(["grade", "one_hot"]) == 3
    assert "Traceback" in capsys.readouterr().err
    error = BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
    monkeypatch.setattr(os, "fork", Mock(side_effect=error))
    assert cli.main(["grade", "one_hot"]) == 3
    assert capsys.readouterr().err == (
        "This machine has no room for the grader now: Resource temporarily unavailable. "
        "Free some, and try again.\n"
    )


def test_no_room_for_the_server_itself(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    with monkeypatch.context() as short:
        short.setattr(subprocess, "Popen", refuse)
        server = serve()
        with pytest.raises(WorkerFault, match="is gone"):
            double(server)
    assert double(server) == 6


def test_a_confinement_that_fails_says_why(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = "import os\ndef setsid():\n    raise OSError('no')\nos.setsid = setsid\n"
    monkeypatch.setattr(start, "_BOOT", refusal + start._BOOT)
    with pytest.raises(WorkerFault, match="Confinement at level 'limits' does not work: no"):
        double(serve("limits"))


def test_descriptors_may_have_any_number_and_none_is_kept(serve: Callable[..., Server]) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 1200 if hard == resource.RLIM_INFINITY else min(1200, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(wanted, soft), hard))
    opened: list[int] = []
    try:
        server = serve()
        double(server)
        with suppress(OSError):
            while len(opened) < 1100:
                opened.append(os.dup(0))
        for spare in opened[-20:]:
            os.close(spare)
        del opened[-20:]
        gc.collect()  # what other tests have left open
        ours = len(os.listdir("/dev/fd"))
        assert double(server) == 6
        if sys.platform == "linux":
            theirs = Path(f"/proc/{server_pid(server)}/fd")
            wait_until(lambda: not children(server_pid(server)))
            before = len(list(theirs.iterdir()))  # or more: it looks for orphans
            for _ in range(30):
                double(server)
            wait_until(lambda: len(list(theirs.iterdir())) <= before)
            assert len(os.listdir("/dev/fd")) <= ours
    finally:
        for descriptor in opened:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


# What a submission may do where it can send signals and start processes


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL], ids=["stopped", "killed"])
def test_a_server_that_does_not_answer_is_replaced(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    main = serve()
    server = main.branch()

    def meet(source: bytes) -> None:
        """Ask a server for a worker that does not answer; an honest judge is more patient."""
        with monkeypatch.context() as impatient:
            for name in ("NEXT_SECONDS", "START_SECONDS", "SEND_SECONDS"):
                impatient.setattr(workers, name, 0.3)
            impatient.setattr(servers, "SERVER_SECONDS", 0.3)
            with suppress(WorkerFault):
                double(server, source)

    # One does so while it is at work; then others meet it: with a request, with a source that is
    # larger than a socket holds, with a question.
    source = f"import os\nos.kill(os.getppid(), {int(number)})\n".encode() + DOUBLE
    try:
        assert double(server, source) == 6
        for text in (DOUBLE, DOUBLE + b"#" * (1 << 20)):
            meet(text)
            assert double(server) == 6
            os.kill(server_pid(server), number)
        worker = Worker(main)
        worker.load("exercises", {MODULE: ("double.py", b"import os\nos._exit(3)")})
        worker.greet()
        double(main)  # so that the server has let go of the worker's link
        os.kill(server_pid(main), number)
        monkeypatch.setattr(servers, "CLOSE_SECONDS", 0.3)
        monkeypatch.setattr(servers, "SERVER_SECONDS", 0.3)
        with pytest.raises(WorkerFault):
            Submission(worker, MODULE, Manners())
    finally:
        started = time.monotonic()
        server.close()
        main.close()
        assert time.monotonic() - started < 10.0


def test_a_server_may_be_closed_while_another_thread_replaces_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    control, another = Mock(**{"recv.side_effect": OSError}), Mock()
    server = Server(control, None)
    control.shutdown.side_effect = lambda how: server.replace()
    server.close()
    assert control.close.called

    def launch(*settings: object) -> tuple[Mock, None]:
        server.close()
        return another, None

    monkeypatch.setattr(servers, "launch", launch)
    server = Server(control, None)
    server.replace()
    with pytest.raises(WorkerFault):
        server.start_worker()
    assert another.close.called


BOMB = """
import os, signal, time
until = time.time() + 20
if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while time.time() < until:
        if os.fork():
            {body}
    os._exit(0)

def double(x):
    return 2 * x
"""
REPLACING = {
    # Each process lives as long as it takes to start the next one, in a session of its own.
    "a chain": "os._exit(0)\n        os.setsid()",
    # Each waits for its child's end, and starts the next one.
    "a tree": "os.wait()",
    # Two generations, of which the older starts a new younger one when it is orphaned.
    "pairs": "time.sleep(0.001)\n            os._exit(0)\n        os.fork()",
}


@linux
@pytest.mark.parametrize("body", REPLACING.values(), ids=list(REPLACING))
def test_processes_that_replace_themselves_are_ended(
    serve: Callable[..., Server], body: str
) -> None:
    server = serve("limits")
    started = time.monotonic()
    assert double(server, BOMB.format(body=body).encode()) == 6
    assert double(server) == 6
    wait_until(lambda: not children(server_pid(server)))
    assert time.monotonic() - started < 6.0


@linux
def test_what_cannot_be_ended_is_the_fault_of_one_exercise(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A real one that is quick enough on every machine cannot be had.
    patch = """
import itertools
from grader.sandbox import server
numbers = itertools.count(1 << 22)
server._children = lambda pid: set(itertools.islice(numbers, 1))
server.END_SECONDS = 0.1
"""
    monkeypatch.setattr(workers, "RETRY_SECONDS", 0.1)
    imported = "from grader.sandbox.server import main\n"
    with monkeypatch.context() as short:
        short.setattr(start, "_BOOT", start._BOOT.replace(imported, imported + patch))
        server = serve("limits")
        assert double(server) == 6
        with pytest.raises(WorkerFault, match="replace themselves faster than they are ended"):
            double(server)
    assert double(server) == 6


# All tests of an exercise together

DEADLINE = 0.4
SLOW = """
import time
time.sleep({importing})

def slow(): time.sleep(0.36)

def endless(): time.sleep(60)

def right(): return 1
"""


def outcomes(server: Server, importing: float, *names: str) -> tuple[list[str], float]:
    """What came of tests that call one function each, and how long they took altogether."""
    manners = Manners()
    found = []
    started = time.monotonic()
    for name in names:
        worker = Worker(server)
        worker.load("exercises", {MODULE: ("double.py", SLOW.format(importing=importing).encode())})
        worker.greet()
        try:
            getattr(Submission(worker, MODULE, manners, DEADLINE), name)()
            found.append("passed")
        except SubmissionFailure as failure:
            found.append("left out" if "rest of the tests is left out" in str(failure) else "late")
        worker.close()
    return found, time.monotonic() - started


def test_what_stays_below_each_limit_meets_that_of_the_exercise(
    serve: Callable[..., Server],
) -> None:
    server = serve()
    double(server)
    found, seconds = outcomes(server, 0.0, *["slow"] * 8)
    assert found[0] == "passed" and found[3:] == ["left out"] * 5
    assert seconds < 2.0
    found, seconds = outcomes(server, 0.3, *["right"] * 8)
    assert found[0] == "passed" and found[3:] == ["left out"] * 5
    assert seconds < 2.0


def test_an_endless_function_leaves_time_for_the_others(serve: Callable[..., Server]) -> None:
    server = serve()
    double(server)
    found, seconds = outcomes(server, 0.0, *["endless"] * 8, "right")
    assert found == [*["late"] * 8, "passed"]
    assert seconds < 2.0


# What is done once, in the server

TELLS = b"""
import random, sys, threading

def double(x):
    lines = []
    thread = threading.Thread(target=lambda: lines.append(threading.current_thread().name))
    thread.start()
    thread.join()
    print("printed", flush=True)
    return [random.random(), len(lines), sys.stdin.read(), len(__import__("os").environ)]
"""


def test_workers_share_no_random_numbers_and_start_threads(serve: Callable[..., Server]) -> None:
    for level in {"none", "limits", confine.strongest()}:
        server = serve(level)
        first, second = (double(server, TELLS) for _ in range(2))
        assert first[1:] == second[1:] == [1, "", 0] and first[0] != second[0]


@linux
def test_at_landlock_the_server_has_no_rights(serve: Callable[..., Server]) -> None:
    level = confine.strongest()
    server = serve(level)
    double(server)
    lines = Path(f"/proc/{server_pid(server)}/status").read_text().splitlines()
    status = dict(line.split(":\t", 1) for line in lines)
    given_up = level == "landlock"
    user = 65534 if given_up and os.getuid() == 0 else os.getuid()
    assert status["Uid"].split() == [str(user)] * 4
    assert status["NoNewPrivs"] == str(int(given_up))
    assert not given_up or int(status["CapEff"], 16).bit_count() <= 1
