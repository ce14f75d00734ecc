"""Is swapped for a link to the solution, to and fro, while it is read."""

EXERCISE = "losses/one_hot"
LINKS = {"losses/linked.py": "solutions/losses/one_hot.py"}
MEANWHILE = """
import ctypes
swap = ctypes.CDLL(None).renameat2
while swap(-100, b'losses/one_hot.py', -100, b'losses/linked.py', 2) == 0:
    pass
"""
