"""Has its chapter swapped for a link to the solutions' chapter, to and fro, while it is read."""

EXERCISE = "activations/relu"
LINKS = {"linked": "solutions/activations"}
MEANWHILE = """
import ctypes
swap = ctypes.CDLL(None).renameat2
while swap(-100, b'activations', -100, b'linked', 2) == 0:
    pass
"""
