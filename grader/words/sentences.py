"""The sentences of a verdict, each in one place. Data says which one, and what is filled in."""

from collections.abc import Mapping
from typing import Any

SENTENCES = {
    # How a value differs from the expected one
    "kind": "This is {actual}; expected is {expected}.",
    "dtype": "The dtype is {actual}; expected is {expected}.",
    "not finite": "{count} of {size} elements are NaN or infinite.",
    "single": "This is a single number; expected is {expected}.",
    "not single": "This is {actual}; expected is a single number.",
    "transposed": "This is the expected array, transposed.",
    "shape": "The shape is {actual}; expected is {expected}.",
    "length": "This has {actual} elements; expected are {expected}.",
    "nearly": "This is nearly right: the largest difference is {most:.2g}.",
    "sign": "The sign is wrong: this is minus the expected value.",
    "factor": "This is {factor:.6g} times the expected value.",
    "inverse factor": "The expected value is {factor:.6g} times this.",
    "too large": "Every element is too large by {offset:.6g}.",
    "too small": "Every element is too small by {offset:.6g}.",
    "some differ": "{count} of {size} elements differ, the first at [{first}].",
    # Where it comes from
    "other not written": "{path} is not written yet, and {name} needs it.",
    "other raised": "This comes from {path}, which {name} imports.",
    # What went wrong besides
    "unusable": "The suite could not use this value: {kind}: {error}",
    "fault": "The grader itself failed here: {fault}",
}


def sentence(name: str, fields: Mapping[str, Any]) -> str:
    """One sentence with its fields filled in; a text that is known by nothing else as it is."""
    return SENTENCES[name].format(**fields) if name in SENTENCES else str(fields.get("text", name))
