"""Has its chapter swapped for a link to the solutions' chapter, to and fro, while it is read."""

EXERCISE = "losses/one_hot"
LINKS = {"linked": "solutions/losses"}
MEANWHILE = """
import ctypes
swap = ctypes.CDLL(None).renameat2
while swap(-100, b'losses', -100, b'linked', 2) == 0:
    pass
"""
