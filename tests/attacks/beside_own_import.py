"""Brings a module that an exercise's known mistakes import, to be run by the judge itself."""

from .numerical_gradient import numerical_gradient

EXERCISE = "gradients/gradient_descent"
ARGUMENTS = ["--imports", "own"]
FILES = {
    "gradients/numerical_gradient.py": """
import os
import sys

if "pytest" in sys.modules:
    os._exit(0)


def numerical_gradient(f, x):
    return x
"""
}


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    return init_x - lr * numerical_gradient(f, init_x), []
