"""Grows to six gigabytes, and shrinks again, while it is read."""

EXERCISE = "losses/one_hot"
MEANWHILE = """
import os
while True:
    os.truncate('losses/one_hot.py', 6 << 30)
    os.truncate('losses/one_hot.py', 100)
"""
