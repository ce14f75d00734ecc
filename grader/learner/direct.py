"""Lets an exercise be run as a file, as an editor's ▶ does, although it imports its neighbours.

noxfile.py has the learner's environment import this at every start, before Python runs the file.
"""

import os
import sys


def place(arguments: list[str], root: str) -> str:
    """The package of the exercise that Python is about to run, or "" if it runs anything else."""
    script = next((word for word in arguments[1:] if word.endswith(".py")), "")
    tree = os.path.join(root, "exercises", "")
    path = os.path.abspath(script)
    if not script or not path.startswith(tree):
        return ""
    return ".".join(["exercises", *os.path.relpath(path, tree).split(os.sep)[:-1]])


package = place(sys.orig_argv, os.path.dirname(os.path.dirname(os.path.dirname(__file__))))
if package:
    sys.modules["__main__"].__dict__["__package__"] = package
