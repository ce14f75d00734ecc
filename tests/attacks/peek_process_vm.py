"""Reads its parent's memory by process_vm_readv, or attaches to it with ptrace."""

import ctypes
import os

EXERCISE = "any"
THEN_SOLVES = True
NOT_RUN_AT_LIMITS = "A setting of the machine (Yama) decides whether it succeeds."


class Vector(ctypes.Structure):
    _fields_ = (("start", ctypes.c_void_p), ("length", ctypes.c_size_t))


library, seize = ctypes.CDLL(None), 0x4206
buffer = ctypes.create_string_buffer(16)
here = there = ctypes.byref(Vector(ctypes.addressof(buffer), 16))
read = library.process_vm_readv(os.getppid(), here, 1, there, 1, ctypes.c_ulong(0))
assert read > 0 or library.ptrace(seize, os.getppid(), None, None) == 0
