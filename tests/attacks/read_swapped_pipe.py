"""Is swapped for a pipe that nobody writes to, to and fro, while it is read."""

EXERCISE = "losses/one_hot"
PREPARES = "import os; os.mkfifo('losses/pipe.py')"
MEANWHILE = """
import ctypes
swap = ctypes.CDLL(None).renameat2
while swap(-100, b'losses/one_hot.py', -100, b'losses/pipe.py', 2) == 0:
    pass
"""
