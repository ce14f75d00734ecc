"""Aborts its process while the file is imported."""

import os

EXERCISE = "any"
os.abort()
