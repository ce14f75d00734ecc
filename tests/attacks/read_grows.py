"""Grows to six gigabytes, and shrinks again, while it is read."""

EXERCISE = "activations/relu"
MEANWHILE = """
import os
while True:
    os.truncate('activations/relu.py', 6 << 30)
    os.truncate('activations/relu.py', 100)
"""
