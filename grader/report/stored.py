"""An exercise's report as text to be kept, and back."""

import functools
import json
import types
from dataclasses import asdict, fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from .verdict import ExerciseReport, cleaned

_Kind = TypeVar("_Kind")


def stored(report: ExerciseReport) -> str:
    """A report as JSON, every text in it safe to show."""
    return json.dumps(asdict(cleaned(report)), ensure_ascii=False, allow_nan=False)


def restored(text: str) -> ExerciseReport:
    """The report that stored() made this of. Raises ValueError, KeyError or TypeError."""
    return of_data(ExerciseReport, json.loads(text))


def of_data(kind: type[_Kind], data: Any) -> _Kind:
    """What asdict() made this of. Raises as restored() does."""
    found: _Kind = _restored(kind, data)
    return found


_hints = functools.cache(get_type_hints)  # a class has thousands of reports


def _restored(kind: Any, data: Any) -> Any:
    """Data as JSON has it, as the kind that a field says it is."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{f.name: _restored(hints[f.name], data[f.name]) for f in fields(kind)})
    if get_origin(kind) in (Union, types.UnionType):
        (inner,) = [each for each in get_args(kind) if each is not type(None)]
        return None if data is None else _restored(inner, data)
    if get_origin(kind) is list:
        return [_restored(get_args(kind)[0], each) for each in data]
    return data
