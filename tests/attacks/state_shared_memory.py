"""Makes memory that outlives its process, for the next test to read."""

import ctypes

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "make shared memory that can outlive its test"
private, create, remove = 0, 0o1600, 0
library = ctypes.CDLL(None)
memory = library.shmget(private, ctypes.c_size_t(4096), create)
assert memory >= 0 and library.shmctl(memory, remove, None) == 0
