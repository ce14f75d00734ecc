"""The bench runs where learners work: pytest has fewer plugins there than in the tests."""

import subprocess

import pytest
from conftest import ROOT

SECONDS = 60.0


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))


def test_a_watch_is_measured_beside_pytest():
    from bench.watch_latency import measure

    latency = measure(saves=2)
    assert latency.tests > 5
    assert len(latency.watch) == len(latency.pytest) == 2
    assert all(0 < seconds < SECONDS for seconds in latency.watch + latency.pytest)
    assert "2 saves" in str(latency)


def test_plain_pytest_needs_no_plugin_of_the_tests():
    from bench.grading import PLAIN

    suite = "course/suites/losses/test_one_hot.py"
    without = ["-p", "no:timeout", "-p", "no:xdist"]
    done = subprocess.run([*PLAIN, *without, suite], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
