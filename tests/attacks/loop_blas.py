"""Multiplies large matrices without end, on as many threads as there are."""

import os
import threading

import numpy as np

EXERCISE = "any"
HANGS = True
os.environ["OPENBLAS_NUM_THREADS"] = "64"
matrix = np.ones((3000, 3000))


def multiply():
    while True:
        matrix @ matrix


for _ in range(4):
    threading.Thread(target=multiply).start()
multiply()
