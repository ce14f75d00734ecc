"""Sleeps in every call until just before its deadline."""

import time

EXERCISE = "training/train"
SLEEPS = True


def train(network, *data, iterations, **settings):
    time.sleep(19.5 if iterations == 300 else 4.8)
