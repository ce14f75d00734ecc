"""What a submission answered in the tests that it failed: kept as bytes, compared with another's.

The comparison is the one by which diagnosis knows a mistake: values within rounding, arguments left
in the same state, exceptions with their words.
"""

import hashlib
import zlib
from collections.abc import Sequence
from functools import cached_property

from ..submission.frozen import alike
from ..wire.forms import WireError
from ..wire.values import PlainOnly, Wire
from .verdicts import Verdict

# Bytes, packed and before; of larger records a hash is kept, and one bit tells them apart.
MAX_KEPT, MAX_READ = 128 << 10, 4 << 20
_HASHED = b"sha256:"


def recorded(verdicts: Sequence[Verdict]) -> bytes:
    """The answers of all failed tests, in their order; b"" where they cannot be kept."""
    answers = [
        [call.answer for call in verdict.run.calls]
        for verdict in verdicts
        if verdict.report.outcome != "passed"
    ]
    wire = Wire(PlainOnly(), 0)
    try:
        wire.check_extent(answers)  # which is the least of what reading it again asks for
        packed = wire.dump_alone(answers)
        kept = zlib.compress(packed) if len(packed) <= MAX_READ else packed
    except (WireError, MemoryError):
        return b""
    return kept if len(kept) <= MAX_KEPT else _HASHED + hashlib.sha256(packed).digest()


class Record:
    """What recorded() made. edition: of which tests, run with which seed."""

    def __init__(self, data: bytes, edition: str) -> None:
        self._data = data
        self.edition = edition

    def agrees(self, other: "Record") -> bool:
        """Whether the same tests with the same seed had the same answers."""
        if not self._data or not other._data:
            return False
        if self._data == other._data:
            return True
        if self._data.startswith(_HASHED) or other._data.startswith(_HASHED):
            return False
        try:
            return alike(self._answers, other._answers)
        except WireError:  # each answer could cross, and all of them are more than a message
            return False

    @cached_property
    def _answers(self) -> object:
        return Wire(PlainOnly(), 0).load(zlib.decompress(self._data))
