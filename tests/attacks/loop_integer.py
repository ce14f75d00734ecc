"""Computes an integer with more digits than the universe has atoms."""

EXERCISE = "any"
HANGS = True
large = 10 ** (10**8)
while True:
    large *= large
