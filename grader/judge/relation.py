"""How a value differs from the expected one, where one sentence says it for every element."""

from typing import Any

import numpy as np

from ..report.failure import Sentence
from ..words.show import MAX_ELEMENTS, kind

NEAR = 1e-6  # relative, of values that are nearly right
WRONG_RTOL, WRONG_ATOL = 1e-7, 1e-10  # of an element that differs


def difference(value: object, expected: object) -> Sentence | None:
    """How a value differs from the expected one, if one sentence says it for every element."""
    with np.errstate(all="ignore"):
        return _difference(value, expected)


def differing(value: object, expected: object) -> list[int]:
    """Where two arrays of one shape differ, as flat indices; [] for all other values."""
    if not (isinstance(value, np.ndarray) and isinstance(expected, np.ndarray)):
        return []
    if value.shape != expected.shape or value.size > MAX_ELEMENTS or value.dtype.kind not in "fiu":
        return []
    if expected.dtype.kind not in "fiu":
        return []
    with np.errstate(all="ignore"):
        wrong = ~np.isclose(value, expected, WRONG_RTOL, WRONG_ATOL)
    return [int(index) for index in np.flatnonzero(wrong)]


def _difference(value: object, expected: object) -> Sentence | None:
    numeric = int | float | np.number | np.ndarray
    comparable = isinstance(value, numeric | complex) and not isinstance(value, bool)
    if isinstance(value, list | tuple) and isinstance(expected, list | tuple):
        return Sentence("length", {"actual": len(value), "expected": len(expected)})
    if not (comparable and isinstance(expected, numeric)):
        return Sentence("kind", {"actual": kind(value), "expected": kind(expected)})
    actual, wanted = np.asarray(value), np.asarray(expected)
    if actual.shape != wanted.shape:
        return _shape_difference(actual, wanted)
    if actual.dtype != wanted.dtype and actual.ndim:
        dtypes = {"actual": str(actual.dtype), "expected": str(wanted.dtype)}
        return Sentence("dtype", dtypes)
    if actual.dtype.kind not in "fiu" or wanted.dtype.kind not in "fiu":
        return None
    bad = int(np.sum(~np.isfinite(actual)))
    if bad:
        counts = {"count": bad, "size": actual.size}
        return Sentence("not finite", counts) if actual.ndim else None
    return _relation(actual.astype(float), wanted.astype(float))


def _shape_difference(actual: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> Sentence:
    if actual.ndim == 0:
        return Sentence("single", {"expected": kind(wanted)})
    if wanted.ndim == 0:
        return Sentence("not single", {"actual": kind(actual)})
    if actual.T.shape == wanted.shape and _same(actual.T, wanted):
        return Sentence("transposed")
    return Sentence("shape", {"actual": str(actual.shape), "expected": str(wanted.shape)})


def _relation(actual: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> Sentence | None:
    """Nearly right, sign, factor, offset, order: only where it holds on every element."""
    if _same(actual, wanted):
        most = float(np.max(np.abs(actual - wanted), initial=0.0))
        return Sentence("nearly", {"most": most}) if most else None
    if _same(actual, -wanted):
        return Sentence("sign")
    large = np.abs(wanted) > 1e-12
    if np.any(large):
        factor = float(np.median(actual[large] / wanted[large]))
        several = np.unique(np.abs(wanted[large])).size > 1
        multiple = _multiple(factor, several) if factor else None
        if multiple and _same(actual, factor * wanted):
            return multiple
    if actual.ndim == 0:
        return None
    offset = float(np.median(actual - wanted))
    if actual.size > 1 and _same(actual, wanted + offset):
        return Sentence("too large" if offset > 0 else "too small", {"offset": abs(offset)})
    if actual.ndim == 2 and actual.shape == actual.T.shape and _same(actual.T, wanted):
        return Sentence("transposed")
    wrong = ~np.isclose(actual, wanted, WRONG_RTOL, WRONG_ATOL)
    first = tuple(int(index) for index in np.argwhere(wrong)[0]) if np.any(wrong) else ()
    if not first or np.all(wrong):
        return None
    where = ", ".join(map(str, first))
    counts = {"count": int(wrong.sum()), "size": wrong.size}
    return Sentence("some differ", {**counts, "first": where})


def _multiple(factor: float, several: bool) -> Sentence | None:
    """A factor or its inverse, if it is a number that someone might have forgotten.

    A whole one, or one over it; where several different elements have it in common, one of two
    digits: a single number is some multiple of any other.
    """
    for name, ratio in (("factor", factor), ("inverse factor", 1 / factor)):
        size = max(abs(ratio), 1 / abs(ratio))
        is_whole = 1.5 < size < 1000 and abs(size - round(size)) < NEAR
        is_short = abs(float(f"{ratio:.2g}") / ratio - 1) < NEAR
        if (is_short and (several or is_whole)) or (is_whole and abs(ratio) > 1):
            return Sentence(name, {"factor": ratio})
    return None


def _same(actual: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> bool:
    return bool(np.allclose(actual, wanted, rtol=NEAR, atol=1e-12))
