"""Raises exceptions whose class and message break lines and begin new ones with points."""

EXERCISE = "any"
BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029\r\n"
FORGED = "".join(f"{char}✓ losses/forged  5 of 5 points" for char in BREAKS)


def __getattr__(name):
    raise type(FORGED, (Exception,), {})(FORGED, "\n" * 50 + FORGED)
