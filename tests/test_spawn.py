"""Workers that are spawned instead of forked, as on Windows, give the same verdicts."""

import numpy as np
import pytest

from grader.submission.manners import Manners, SubmissionFailure
from grader.submission.module import Submission
from grader.submission.servers import Server
from grader.submission.workers import Worker

SOURCE = b"""
import numpy as np

def double(x):
    print("doubling")
    x *= 2
    return x

def leave():
    raise SystemExit
"""


@pytest.fixture
def worker():
    server = Server(None, None)
    worker = Worker(server)
    worker.load("exercises", {"bad.double": ("double.py", SOURCE)})
    yield worker
    worker.close()
    server.close()


def test_a_worker_whose_judge_is_gone_ends_without_a_word():
    server = Server(None, None)
    link, output = server.start_worker()
    output.settimeout(20.0)
    link.recv(1000)  # it is at work
    link.close()
    assert output.recv(1000) == b""
    server.close()


def test_calls_prints_and_changes_in_place(worker):
    submission = Submission(worker, "bad.double", Manners(), 20.0)
    x = np.array([1.0, 2.0])
    assert submission.double(x) is x
    assert x.tolist() == [2.0, 4.0]
    assert worker.printed() == "doubling\n"


def test_an_exception_comes_back(worker):
    submission = Submission(worker, "bad.double", Manners(), 20.0)
    with pytest.raises(SubmissionFailure, match=r"called sys\.exit"):
        submission.leave()
