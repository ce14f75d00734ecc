"""Values kept as they were at one moment, and compared within rounding."""

from collections.abc import Iterator
from typing import Any

import numpy as np

RTOL = 1e-7  # the same computation, written in another order, differs by rounding only
ATOL = 1e-9  # the same, relative to an array's largest element
MOST = 20_000  # elements of an array, and parts of a value, that are kept
MAX_DEPTH = 32


def freeze(value: Any) -> Any:
    """A copy that later changes do not reach; of objects and functions only their class is kept.

    A value may contain itself, or one part very often: what goes too far is cut off.
    """
    return _freeze(value, 0, iter(range(MOST)))


def _freeze(value: Any, depth: int, parts: Iterator[int]) -> Any:
    """parts: runs out when the whole value has given as many as are kept."""
    if depth > MAX_DEPTH:
        return "…"
    if isinstance(value, np.ndarray):
        return value.copy() if value.size <= MOST else (value.shape, value.ravel()[:MOST].copy())
    if isinstance(value, tuple | list):
        some = zip(value, parts, strict=False)
        return type(value)(_freeze(item, depth + 1, parts) for item, _ in some)
    if isinstance(value, dict):
        items = zip(value.items(), parts, strict=False)
        return {key: _freeze(item, depth + 1, parts) for (key, item), _ in items}
    if value is None or isinstance(value, bool | int | float | complex | str | np.generic):
        return value
    return f"<{type(value).__name__} {getattr(value, '_class_name', '')}>"


def alike(a: Any, b: Any) -> bool:
    """Whether two frozen values are equal, floats within rounding."""
    if isinstance(a, np.ndarray | np.generic | float) and type(a) is type(b):
        return _alike_arrays(np.asarray(a), np.asarray(b))
    if isinstance(a, tuple | list):
        return type(a) is type(b) and len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        same_keys = isinstance(b, dict) and set(a) == set(b)
        return same_keys and all(alike(item, b[key]) for key, item in a.items())
    return type(a) is type(b) and bool(a == b)


def _alike_arrays(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> bool:
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a.dtype.kind not in "fc":
        return bool(np.array_equal(a, b))
    finite = np.abs(b[np.isfinite(b)])
    scale = float(finite.max()) if finite.size else 0.0
    return bool(np.allclose(a, b, RTOL, ATOL * scale, equal_nan=True))
