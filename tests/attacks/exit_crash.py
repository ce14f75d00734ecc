"""Crashes its process by reading from address 0."""

import ctypes

EXERCISE = "any"


def __getattr__(name):
    ctypes.string_at(0)
