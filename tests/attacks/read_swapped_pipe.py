"""Is swapped for a pipe that nobody writes to, to and fro, while it is read."""

EXERCISE = "activations/relu"
PREPARES = "import os; os.mkfifo('activations/pipe.py')"
MEANWHILE = """
import ctypes
swap = ctypes.CDLL(None).renameat2
while swap(-100, b'activations/relu.py', -100, b'activations/pipe.py', 2) == 0:
    pass
"""
