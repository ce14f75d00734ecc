"""A pytest plugin that hands suites the solutions themselves: no worker, no isolation."""

import importlib
import zlib

import numpy as np
import pytest


@pytest.fixture
def submission(request):
    path = request.node.path
    return importlib.import_module(f"solutions.{path.parent.name}.{path.stem[5:]}")


@pytest.fixture
def reference(submission):
    return submission


@pytest.fixture
def rng(request):
    return np.random.default_rng([0, zlib.crc32(request.node.nodeid.encode())])
