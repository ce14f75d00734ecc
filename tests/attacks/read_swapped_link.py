"""Is swapped for a link to the solution, to and fro, while it is read."""

EXERCISE = "activations/relu"
LINKS = {"activations/linked.py": "solutions/activations/relu.py"}
MEANWHILE = """
import ctypes
swap = ctypes.CDLL(None).renameat2
while swap(-100, b'activations/relu.py', -100, b'activations/linked.py', 2) == 0:
    pass
"""
