"""The small changes that a repair is looked for among: what they make, and what is not tried."""

import ast

import pytest

from grader.edits.listing import edits
from grader.edits.source import Source
from grader.learner.hints import KINDS

ODD = '''\
"""Ünïcode before the code: {x}."""
import numpy as np
class A(object):
    z: int = 3; w = (1,)
    def __init__(self, a, *rest, b=2, **more): self.a = a; self.ß = b
    async def f(self, x):
        async with x as y, y: await x
        return [i async for i in x if not i][::-1], {**x, "é": x ^ 2 | 3 & 4 << 1 >> 2}
    def g(self, x):
        try:
            x[..., 1:, None] @= (yield x); del x[0]
        except* (OSError, ValueError) as e:
            raise e from None
        finally:
            print(f"{x!r:>{10}}", *x, sep="\\n"); (n := 10)
        match x:
            case [1, *_] | {"k": 2}: return lambda *p, q=1: -p[0] if p else ~q
        global h
        for i, (j, k) in x: # in between
            if i: continue
            else: assert (i < j <= k) is not (x if i
                else k), "é" "ü"
        return sum(v for v in x) + max(x, key=lambda v: v % 2) // 3 ** -2
'''


def test_changes_of_odd_code_are_code():
    source = Source(ODD.encode())
    assert ast.dump(source.tree) == ast.dump(ast.parse(ODD))
    broken = seen = 0
    for edit in edits(source, dict.fromkeys(range(1, 99), 1.0)):
        assert edit.kind in KINDS
        changed = source.changed(edit)
        seen += 1
        if seen % 5 == 0:
            try:
                compile(changed, "odd", "exec")
            except SyntaxError:
                broken += 1
    assert seen > 2000
    assert broken < seen / 5 / 10


METHOD = "class A:\n    def __init__(self, lr=0.1):\n        self.lr = lr\n        self.t = 0\n{}"
# What was written, and what one change has to make of its last lines.
MENDED = {
    "a value that is never read": ("def f(x, lr):\n    return x\n", "    return x * lr\n"),
    "an import that is never used": (
        "from .m import soft\ndef f(x):\n    return x / (1 + x)\n",
        "    return soft(x)\n",
    ),
    "a function of two": (
        "from .m import loss\ndef f(x, t):\n    return (x - t)**2\n",
        "    return loss(x, t)\n",
    ),
    "a function that the file has": (
        "def s(x):\n    return x\ndef f(x):\n    y = x\n    return y\n",
        "    y = s(x)\n    return y\n",
    ),
    "an attribute that should be kept": (
        METHOD.format("    def f(self, x):\n        t = x\n"),
        "        self.t = t = x\n",
    ),
    "another key": ('def f(p):\n    return p["a"], p["b"]\n', '    return p["a"], p["a"]\n'),
    "rows one by one": (
        "def f(y, t):\n    return y[:, t]\n",
        "    return y[np.arange(len(y)), t]\n",
    ),
    "a slice": ("def f(t, n, rows):\n    return t[:n]\n", "    return t[rows]\n"),
    "what was there before": (
        "def f(x):\n    old = x[0]\n    x[0] = 1\n    g(x)\n    x[0] -= 1\n",
        "    x[0] = old - 1\n",
    ),
    "not put back": (
        "def f(x):\n    for i in x:\n        old = x[i]\n        x[i] = 1\n        g(x)\n",
        "        g(x)\n        x[i] = old\n",
    ),
    "two names that come together": (
        "def f(x, t, x_test, t_test):\n    return g(x, t)\n",
        "    return g(x_test, t_test)\n",
    ),
    "an option": (
        "def g(x, flag=False):\n    return x\ndef f(x):\n    return g(x)\n",
        "    return g(x, flag=True)\n",
    ),
    "a condition": (
        "def f(x, train):\n    if train:\n        g(x)\n",
        "    if not train:\n        g(x)\n",
    ),
    "the other way round": (
        "def f(x):\n    for i in x:\n        g(i)\n",
        "    for i in reversed(x):\n        g(i)\n",
    ),
    "a value for a function": ("def f(x):\n    g(h(x))\n", "    g(lambda _: h(x))\n"),
    "printed": ("def f(x):\n    print(x)\n", "    return x\n"),
    "a block that did not run": (
        "def f(x):\n    if x:\n        y = 1\n        return y\n",
        "    if x:\n        y = 1\n    return y\n",
    ),
    "misspelt": (
        "class A:\n    def __init(self):\n        pass\n",
        "    def __init__(self):\n        pass\n",
    ),
    "a logarithm's tiny number": (
        "def f(x):\n    return 2 * np.log(x) + 1e-7\n",
        "    return 2 * np.log(x + 1e-7)\n",
    ),
    "squares": ("def f(a, b):\n    return a**2 - b**2\n", "    return (a - b)**2\n"),
    "whole numbers": ("def f(x):\n    return x.astype(int)\n", "    return x.astype(float)\n"),
    "what all objects share": (
        "class A:\n    m = 0\n    def f(self):\n        A.m = 1\n        return A.m\n",
        "        self.m = 1\n        return self.m\n",
    ),
    "a divisor that may be 0": (
        "def f(a, b):\n    return a / np.sqrt(b)\n",
        "    return a / (np.sqrt(b) + 1e-7)\n",
    ),
    "twice in one line": (
        "def f(a, b, c):\n    a += b\n    return c * a + (1 - a)\n",
        "    return c * b + (1 - b)\n",
    ),
    "two names": ("def f(y, t):\n    return y * np.log(t + y)\n", "    return t * np.log(y + t)\n"),
    "the same in each term": (
        "def f(a, b, c):\n    return a.T @ b, b.T @ c\n",
        "    return b.T @ a, c.T @ b\n",
    ),
}


@pytest.mark.parametrize("code", MENDED, ids=str)
def test_changes_that_mend_what_people_get_wrong(code):
    before, last = MENDED[code]
    suspicion = {line: 1.0 for line in range(1, 20) if "did not run" not in code or line < 3}
    source = Source(before.encode())
    assert any(source.changed(e).decode().endswith("\n" + last) for e in edits(source, suspicion))


def test_what_cannot_be_is_not_tried():
    source = Source(
        b"def f(params, lr=0.1):\n"
        b"    for key, value in params.items():\n"
        b"        step = lr * value\n"
        b"        params[key] -= step\n"
    )
    after = "\n".join(source.changed(e).decode() for e in edits(source, dict.fromkeys((3, 4), 1.0)))
    assert "step = lr / value" in after
    for silly in ("lr.shape", "len(lr)", "* params", "key + ", "[key + 1]", "step = lr * step"):
        assert silly not in after
