"""A failed test as data: what was called, what came back, what was expected, how they relate.

No sentence stands here. words/sentences.py has them, report/message.py puts them together; so a
stored report can be shown in another form, or in other words.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["mismatch", "assertion", "unusable", "submission", "fault"]
LINES = {"lines": True}  # metadata of a field whose texts may have several lines


@dataclass
class Value:
    """A value as it is shown.

    kind: "array", "number", "bool", "None", "string", "list", "tuple", "dict" or "object"; rows:
    the elements of a small array, as texts, row by row.
    """

    text: str = field(metadata=LINES)
    kind: str
    shape: list[int] | None = None
    dtype: str = ""
    rows: list[list[str]] | None = None


@dataclass
class Argument:
    """What a parameter was given. keyword: by its name."""

    name: str
    value: Value
    keyword: bool = False


@dataclass
class ShownCall:
    """A call as a learner would type it, or with is_attribute a look at an object's attribute.

    variable: what the object is called that a call made.
    """

    function: str
    arguments: list[Argument] = field(default_factory=list)
    is_attribute: bool = False
    variable: str = ""


@dataclass
class History:
    """How an object came to its state. made: the call that made it; skipped: calls after that one
    which are not told; calls: those that came then.
    """

    made: ShownCall
    skipped: int = 0
    calls: list[ShownCall] = field(default_factory=list)


@dataclass
class Sentence:
    """A sentence by its name in words/sentences.py, and what is filled in."""

    name: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass
class Raised:
    """An exception of the submission: its class and that one's bases, and what it says."""

    kinds: list[str]
    message: str


@dataclass
class Place:
    """A line that an exception came through.

    code: "" where it is not the learner's own; column: the character of code, from 1, at which
    Python could not go on; 0 where it does not say.
    """

    path: str
    line: int
    code: str = ""
    column: int = 0


@dataclass
class Failure:
    """How a test failed.

    kind: "mismatch", a value is not as expected; "assertion", the suite says so in its own words;
    "unusable", the suite could not work with a value; "submission", it brought no value at all;
    "fault", the grader's own.
    history: of the object whose method was called, or whose attribute was looked at;
    what: the part of the answer that was looked at, "" for all of it; differing: where returned and
    expected differ, as flat indices of the rows; problems: what is wrong, most telling first; note:
    what the suite itself says.
    """

    kind: Kind
    call: ShownCall | None = None
    history: History | None = None
    what: str = ""
    returned: Value | None = None
    expected: Value | None = None
    differing: list[int] = field(default_factory=list)
    problems: list[Sentence] = field(default_factory=list)
    note: str = field(default="", metadata=LINES)
    raised: Raised | None = None
    places: list[Place] = field(default_factory=list)
