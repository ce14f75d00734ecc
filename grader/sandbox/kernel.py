"""Calls into the C library for what Python's standard library has no function for (Linux)."""

import ctypes
import functools
import os


@functools.cache
def _c_library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call(function: str, *arguments: object) -> int:
    """Call `function` of the C library and return its answer.

    Whole numbers are passed as C's `long`, everything else as it is (`ctypes.byref(...)`, `None`).
    Raises OSError with the kernel's reason where the answer is −1.
    """
    answer = getattr(_c_library(), function)(
        *(ctypes.c_long(each) if isinstance(each, int) else each for each in arguments)
    )
    if answer == -1:
        reason = ctypes.get_errno()
        raise OSError(reason, f"{function}: {os.strerror(reason)}")
    return int(answer)
