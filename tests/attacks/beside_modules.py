"""Brings modules with the names of those that the grader imports; each would end it."""

EXERCISE = "losses/cross_entropy_error"
FILES = {
    "numpy.py json.py msgpack.py pytest.py socket.py grader.py solutions.py rich.py "
    "losses/numpy.py losses/json.py losses/msgpack.py losses/pytest.py losses/socket.py "
    "losses/grader.py losses/solutions.py": "import os\nos._exit(0)\n"
}


def cross_entropy_error(y, t):
    import json
    import socket

    return [json, socket]
