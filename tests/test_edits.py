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
    "a list's own method gives nothing back": (
        "def f(x):\n    path = []\n    path = path.append(x)\n    return path\n",
        "    path = []\n    path.append(x)\n    return path\n",
    ),
    "pairs of a dictionary": (
        "def f(p):\n    for k, v in p:\n        print(k)\n",
        "    for k, v in p.items():\n        print(k)\n",
    ),
    "one of two": ('def f(s):\n    return s == "a" or "b"\n', '    return s == "a" or s == "b"\n'),
    "a list turned round for good": (
        "def f(self):\n    self.a.reverse()\n    for x in self.a:\n        print(x)\n",
        "    pass\n    for x in reversed(self.a):\n        print(x)\n",
    ),
    "a loop's variable in a loop of it": (
        "def f(n):\n    for i in range(n):\n        for i in n:\n            g(i)\n    print(i)\n",
        "        for i_ in n:\n            g(i_)\n    print(i)\n",
    ),
    "one list for all keys": (
        "def f(keys):\n    return dict.fromkeys(keys, [])\n",
        "    return {key: [] for key in keys}\n",
    ),
    "one list so many times": (
        "def f(n):\n    return [[]] * n\n",
        "    return [[] for _ in range(n)]\n",
    ),
    "a dictionary copied, and not its arrays": (
        "def f(m):\n    m = {1: m}\n    v = m.copy()\n",
        "    v = {key: value.copy() for key, value in m.items()}\n",
    ),
    "made once for all objects": (
        "class A:\n    v = {}\n"
        "    def __init__(self, lr):\n        'Keep it.'\n        self.lr = lr\n",
        "        self.v = {}\n        self.lr = lr\n",
    ),
    "added to the last one's": (
        "def f(self, x):\n    self.a = self.a + x\n    self.b += x\n",
        "    self.a = x\n    self.b = x\n",
    ),
    "the mean's logarithm": (
        "def f(p):\n    return -np.log(p.mean() + 1e-7)\n",
        "    return -np.log(p + 1e-7).mean()\n",
    ),
    "the logarithm of what was drawn": (
        "def f(a, b, rng):\n    return np.log(rng.uniform(a, b))\n",
        "    return rng.uniform(np.log(a), np.log(b))\n",
    ),
    "letters of the other case": (
        'def f(k):\n    return k.startswith("w")\n',
        '    return k.startswith("W")\n',
    ),
    "rounded up": ("def f(a, b):\n    return a // b\n", "    return -(-a // b)\n"),
    "the rest of a list": (
        "def f(p, n, k):\n    return p[:n], p[:k - n]\n",
        "    return p[:n], p[n:]\n",
    ),
    "the root of a number": ("def f(w):\n    return 2 * w\n", "    return np.sqrt(2) * w\n"),
    "another table": (
        'def f(m, grads):\n    m["W"] = 0\n    return m["W"] ** grads["W"]\n',
        '    return grads["W"] ** grads["W"]\n',
    ),
    "the wrong count": (
        "def f(x, n, k):\n    x.sum()\n    return n // k\n",
        "    return len(x) // k\n",
    ),
    "what a loop took from an array": (
        "def f(x):\n    for i, v in np.ndenumerate(x):\n        x[i] = v + 1\n",
        "        x[i] = v + 1\n        x[i] = v\n",
    ),
    "each element of any shape": (
        "def f(x):\n    for i in range(x.size):\n        x[i] += 1\n",
        "    for i in np.ndindex(x.shape):\n        x[i] += 1\n",
    ),
    "the mean of too many": (
        "def f(y, t):\n    return -np.mean(t * y)\n",
        "    return -(np.sum(t * y) / len(y))\n",
    ),
    "the other way to draw": (
        "def f(rng, x):\n    return rng.rand(*x.shape)\n",
        "    return rng.random(x.shape)\n",
    ),
    "a method that should be a function": (
        "from m import g\nclass A:\n    def g(self, x):\n        return self.g(x)\n",
        "        return g(x)\n",
    ),
    "two shares exchanged": (
        "def f(self, m, a, b):\n    self.a = (1 - m) * self.a + m * a\n"
        "    self.b = (1 - m) * self.b + m * b\n",
        "    self.a = m * self.a + (1 - m) * a\n    self.b = m * self.b + (1 - m) * b\n",
    ),
    "compared with nothing, twice": (
        "def f(a, b):\n    if a == None:\n        a = 1\n    if b == None:\n        b = 1\n",
        "    if a is None:\n        a = 1\n    if b is None:\n        b = 1\n",
    ),
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
    source = Source(b"def f(a, b):\n    if a is None or a.shape != b.shape:\n        return a\n")
    after += "\n".join(source.changed(e).decode() for e in edits(source, {2: 1.0, 3: 1.0}))
    assert "a is not None" in after
    for silly in ("a is a ", "a.size != ", "None is None"):
        assert silly not in after
    for silly in ("lr.shape", "len(lr)", "* params", "key + ", "[key + 1]", "step = lr * step"):
        assert silly not in after
