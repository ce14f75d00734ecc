"""Patches the worker, so that it answers every request with yes."""

import sys

import msgpack

EXERCISE = "any"
worker = sys.modules["grader.worker"]
worker.Session.answer = lambda self, frame: msgpack.packb([[], ["tuple", "value", True]])
