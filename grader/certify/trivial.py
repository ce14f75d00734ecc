"""Answers that no one had to think for: certify shows that they win nothing."""

import ast
from collections.abc import Iterator

ANSWERS = {
    "None": "None",
    "zero": "0.0",
    "one": "1.0",
    "first argument": "args[0] if args else None",
    "zeros like the first argument": "np.zeros_like(args[0], dtype=float)",
    "ones like the first argument": "np.ones_like(args[0], dtype=float)",
    "zeros written into every argument": "_overwrite(args)",
}

_HEAD = '''\
import numpy as np


def _overwrite(args):
    """Zeros into every array that was handed in, and zeros as the answer."""
    for value in [v for a in args for v in (a.values() if isinstance(a, dict) else [a])]:
        if isinstance(value, np.ndarray):
            value[...] = 0
    return np.zeros_like(args[0], dtype=float)
'''

_BLANK = """

def _blank(function, fill):
    def blank(value):
        if isinstance(value, np.ndarray):
            return np.full_like(value, fill)
        if isinstance(value, (tuple, list)):
            return type(value)(map(blank, value))
        if isinstance(value, dict):
            return {key: blank(item) for key, item in value.items()}
        return type(value)(fill) if isinstance(value, (int, float)) else value

    return lambda *args, **kwargs: blank(function(*args, **kwargs))
"""


def trivial_answers(solution: str) -> Iterator[tuple[str, str]]:
    """(name, source) of every trivial submission that has a solution's public names."""
    body = ast.parse(solution).body
    functions = [node.name for node in body if isinstance(node, ast.FunctionDef)]
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    for name, answer in ANSWERS.items():
        parts = [f"def {function}(*args, **kwargs):\n    return {answer}" for function in functions]
        parts += [_class(node, answer) for node in classes]
        yield name, "\n\n\n".join([_HEAD, *parts]) + "\n"
    if classes:
        parts = [
            f"class {node.name}:\n    def __init__(self, *args, **kwargs): pass" for node in classes
        ]
        yield "empty class", "\n\n\n".join(parts) + "\n"
    for fill in (0, 1) if functions else ():
        blanked = "".join(f"{name} = _blank({name}, {fill})\n" for name in functions)
        yield f"{fill} in every element of the right shape", f"{solution}{_BLANK}\n\n{blanked}"


def _class(node: ast.ClassDef, answer: str) -> str:
    methods = [item.name for item in node.body if isinstance(item, ast.FunctionDef)]
    lines = [f"class {node.name}:"]
    for method in {"__init__": None, **dict.fromkeys(methods)}:
        given = "None" if method == "__init__" else answer
        lines.append(f"    def {method}(self, *args, **kwargs):\n        return {given}")
    return "\n".join(lines)
