"""Makes a file in memory, to be kept by whoever holds its descriptor."""

import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "make shared memory that can outlive its test"
os.close(os.memfd_create("attack"))
