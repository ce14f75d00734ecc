"""The wire format: what goes in comes out, both ends stay in step, and nothing hostile gets in."""

import socket
import struct
import threading
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import hypothesis.extra.numpy as hnp
import hypothesis.strategies as st
import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.stateful import RuleBasedStateMachine, rule

from grader.expect import Mismatch, assert_close
from grader.judge.explain import Names, explain
from grader.report.message import message
from grader.sandbox.session import Session
from grader.sandbox.sources import Sources
from grader.submission.manners import Manners, SubmissionFailure
from grader.submission.module import Submission, transcript
from grader.submission.workers import TRAFFIC_LIMIT, Crashed, Overdue, Worker
from grader.wire.frames import ChannelClosed, Frames, OversizedFrame, send_frame
from grader.wire.protocol import ANSWER, CALL_NUMBER, CALLBACK
from grader.wire.values import MAX_DEPTH, MAX_FRAME, Wire, WireError

QUICK = settings(max_examples=150)
THOROUGH = settings(max_examples=500)


class Home:
    """Objects that stay on their side and cross as numbers."""

    def __init__(self) -> None:
        self.objects: list[object] = []

    def export(self, value: object) -> list[Any]:
        self.objects.append(value)
        return ["object", len(self.objects) - 1]

    def resolve(self, tag: str, body: list[Any]) -> object:
        if tag != "object" or len(body) != 1 or type(body[0]) is not int:
            raise WireError("unknown")
        return SimpleNamespace(number=body[0])


def ends() -> tuple[Wire, Wire]:
    """The judge's end and the worker's."""
    return Wire(Home(), first_id=0), Wire(Home(), first_id=1)


def native(a: Any) -> Any:
    """An array in this machine's byte order, the only one that crosses."""
    return a.astype(a.dtype.newbyteorder("="))


def same(a: Any, b: Any, pairs: dict[int, int] | None = None) -> bool:
    """Whether two values are alike in type, content and in which of their parts are one object."""
    pairs = {} if pairs is None else pairs
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray | np.generic):
        one, other = native(a), native(b)
        alike = one.dtype == other.dtype and one.shape == other.shape
        alike = alike and one.tobytes() == other.tobytes()
        return alike and (isinstance(a, np.generic) or pairs.setdefault(id(a), id(b)) == id(b))
    if isinstance(a, float | complex):
        return repr(a) == repr(b)
    if isinstance(a, list | dict):
        if id(a) in pairs:
            return pairs[id(a)] == id(b)
        pairs[id(a)] = id(b)
    if isinstance(a, SimpleNamespace):
        a, b = vars(a), vars(b)
    if isinstance(a, dict):
        a, b = [*a.keys(), *a.values()], [*b.keys(), *b.values()]
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(same(x, y, pairs) for x, y in zip(a, b, strict=True))
    return bool(a == b)


def codes(kinds: str) -> st.SearchStrategy[np.dtype[Any]]:
    sizes = {"b": "1", "i": "1248", "u": "1248", "f": "248", "c": ("8", "16")}
    return st.sampled_from([f"{end}{k}{n}" for k in kinds for n in sizes[k] for end in "<>"]).map(
        np.dtype
    )


arrays = codes("biufc").flatmap(
    lambda dtype: hnp.arrays(
        dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
    )
)
keys = st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=5)
leaves = (
    keys
    | st.integers(-(1 << 4000), 1 << 4000)
    | st.complex_numbers()
    | arrays
    | codes("biufc").flatmap(hnp.from_dtype)
)


def nested_in(*containers: Callable[[Any], Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.lists(inner, max_size=4).map(tuple)
            | st.dictionaries(keys, inner, max_size=4)
            | st.one_of(*(container(inner) for container in containers))
        ),
        max_leaves=12,
    )


values = nested_in()
with_namespaces = nested_in(
    lambda inner: st.dictionaries(st.text(max_size=4), inner, max_size=3).map(
        lambda items: SimpleNamespace(**items)
    )
)


@QUICK
@given(with_namespaces, values, st.booleans())
def test_values_arrive_as_they_were(value: Any, plain: Any, share: bool) -> None:
    judge, worker = ends()
    assert same(value, worker.load(judge.dump(value, share)))
    assert same(plain, judge.load(worker.dump(plain, share)))


def test_a_namespace_of_a_submission_is_an_object_like_any_other() -> None:
    judge, worker = ends()
    memory = SimpleNamespace(__array_interface__={"shape": (2,), "data": (4096, False)})
    assert judge.load(worker.dump([memory], share=False))[0].number == 0
    forged = packed(["namespace", "__array_interface__", ["dict", "data", 4096]])
    with pytest.raises(WireError):
        judge.load(forged)


def test_arrays_arrive_as_copies_that_can_be_written() -> None:
    judge, worker = ends()
    sent = np.arange(6.0).reshape(2, 3)[:, ::2]
    arrived = worker.load(judge.dump(sent, share=False))
    arrived[0, 0] = 9.0
    assert sent[0, 0] == 0.0 and arrived.flags.c_contiguous


class Shared(RuleBasedStateMachine):
    """Two ends take turns in changing what they share, and must never disagree."""

    def __init__(self) -> None:
        super().__init__()
        self.wires = ends()
        first: list[Any] = [[1.0], {"W": np.zeros((2, 3))}, np.ones(2)]
        self.roots = [first, self.wires[1].load(self.wires[0].dump(first, share=True))]
        self.turn = 1

    def parts(self) -> list[Any]:
        """All shared objects of the side whose turn it is."""
        found: list[Any] = [self.roots[self.turn]]
        for part in found:
            inside = {list: iter, dict: dict.values}.get(type(part), lambda part: ())(part)
            for child in inside:
                shared = isinstance(child, list | dict | np.ndarray)
                if shared and not any(child is known for known in found):
                    found.append(child)
        return found

    @rule(data=st.data())
    def put(self, data: st.DataObject) -> None:
        """Put something new, or something that is there already, even itself, into a container."""
        parts = self.parts()
        new = data.draw(st.builds(list) | st.builds(dict) | arrays | keys | st.integers(0, 9))
        if type(new) is int:
            new = parts[new % len(parts)]
        into = data.draw(st.sampled_from([p for p in parts if not isinstance(p, np.ndarray)]))
        if isinstance(into, list):
            into.insert(data.draw(st.integers(0, len(into))), new)
        else:
            into[data.draw(st.sampled_from("abc"))] = new

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        part = data.draw(st.sampled_from(self.parts()))
        if isinstance(part, list) and part:
            part.pop(data.draw(st.integers(0, len(part) - 1)))
        elif isinstance(part, dict):
            part.pop(data.draw(st.sampled_from("abc")), None)

    @rule(data=st.data(), number=st.integers(0, 100))
    def fill(self, data: st.DataObject, number: int) -> None:
        part = data.draw(st.sampled_from(self.parts()))
        if isinstance(part, np.ndarray) and part.size:
            part.flat[0] = number % 2

    @rule(share=st.booleans())
    def hand_over(self, share: bool) -> None:
        frame = self.wires[self.turn].dump(None, share)
        self.turn = 1 - self.turn
        assert self.wires[self.turn].load(frame) is None
        assert same(self.roots[0], self.roots[1])


Shared.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
TestShared = Shared.TestCase


@pytest.mark.parametrize(("old", "new"), [(1, 1.0), (1.0, True), (0.0, -0.0)])
def test_a_change_between_equal_values_is_a_change(old: object, new: object) -> None:
    judge, worker = ends()
    ours: dict[str, object] = {"a": old}
    theirs = worker.load(judge.dump(ours, share=True))
    theirs["a"] = new
    judge.load(worker.dump(None, share=False))
    assert same(ours["a"], new)


# Whatever the far end sends


TAGS = ["list", "tuple", "dict", "array", "scalar", "int", "complex", "namespace", "known", "new"]
trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 63), (1 << 64) - 1)
    | st.integers(-2, 4)
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from([*TAGS, "object", "value", "raised", "<f8", "|O", "f,f", "2f8", "0x1f"])
    | st.binary(max_size=16),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.builds(
            lambda tag, body: [tag, *body], st.sampled_from(TAGS), st.lists(inner, max_size=4)
        )
        | st.builds(
            lambda code, shape, data: ["array", code, shape, data],
            st.sampled_from(["<f8", "f8", "|b1", "|O8", "|V8", "<U2", "<M8", "x"])
            | st.text(max_size=4),
            st.lists(st.integers(-1, 3) | st.integers(-(1 << 63), 1 << 63), max_size=3) | inner,
            st.binary(max_size=24),
        )
        | st.builds(lambda number, body: ["new", number, body], st.integers(0, 5), inner)
    ),
    max_leaves=15,
)
frames = (
    st.binary(max_size=60)
    | st.builds(lambda changes, tree: msgpack.packb([[], changes, tree]), st.just([]), trees)
    | st.builds(
        lambda changes, tree: msgpack.packb([[], changes, tree]),
        st.lists(st.tuples(st.integers(0, 4), trees), max_size=3) | trees,
        trees,
    )
)


def connected() -> tuple[Wire, Wire]:
    """Two ends that share a few objects already."""
    judge, worker = ends()
    worker.load(judge.dump(([1, {"a": np.zeros(2)}], {"b": []}, np.ones((2, 2))), share=True))
    judge.load(worker.dump(({}, [], np.zeros(3)), share=True))
    return judge, worker


@THOROUGH
@given(frames)
def test_hostile_frames_raise_nothing_but_wire_error(frame: bytes) -> None:
    judge, _ = connected()
    with suppress(WireError):
        judge.dump(judge.load(frame), share=False)


@QUICK
@given(values, st.data())
def test_damaged_frames_raise_nothing_but_wire_error(value: Any, data: st.DataObject) -> None:
    judge, worker = connected()
    frame = bytearray(worker.dump(value, share=True))
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 3))
    with suppress(WireError):
        judge.load(bytes(frame[: len(frame) - cut]))


def packed(tree: Any, changes: Any = ()) -> bytes:
    frame: bytes = msgpack.packb([[], list(changes), tree])
    return frame


REFUSED = {
    "a claim without data": packed(["array", "<f8", [1 << 40], bytes(8)]),
    "a claim that overflows": packed(["array", "<f8", [1 << 62, 4], b""]),
    "a negative shape": packed(["array", "<f8", [-1], bytes(8)]),
    "a shape of floats": packed(["array", "<f8", [1.0], bytes(8)]),
    "objects": packed(["array", "|O", [1], bytes(8)]),
    "records": packed(["array", "f,f", [1], bytes(8)]),
    "text": packed(["array", "<U2", [1], bytes(8)]),
    "another name of float64": packed(["array", "f8", [1], bytes(8)]),
    "a dtype that is code": packed(["array", ",f8", [1], bytes(8)]),
    "another byte order": packed(["array", ">f8", [1], bytes(8)]),
    "long doubles": packed(["array", "<f16", [1], bytes(16)]),
    "a bool that is 2": packed(["array", "|b1", [1], b"\2"]),
    "a shape of bytes": packed(["array", "|b1", b"\1", b"\1"]),
    "a scalar with a shape": packed(["scalar", "<f8", [1], bytes(8)]),
    "no data of a great length": packed(["array", "<f8", [0, 1 << 40], b""]),
    "a complex of strings": packed(["complex", "1", "nan"]),
    "a small integer in the form of a large": packed(["int", "0x1"]),
    "an integer with an underscore": packed(["int", "0x1_" + "0" * 20]),
    "a reference by a bool": packed(["known", True], [[0, ["list"]]]),
    "an announced list of 4 billion": b"\x92\x90\xdd\xff\xff\xff\xff",
    "announced bytes of 4 GB": b"\x92\x90\xc6\xff\xff\xff\xff",
    "an announced map": b"\x92\x90\xdf\xff\xff\xff\xff",
    "an extension": packed(msgpack.ExtType(5, b"x")),
    "a date": packed(msgpack.Timestamp(1)),
    "a map": packed({"a": 1}),
    "bytes": packed(b"abc"),
    "a list without a tag": packed([1, 2]),
    "an empty list": packed([]),
    "an unknown tag": packed(["pickle", b"cos"]),
    "an unknown object": packed(["known", 77]),
    "an odd dict": packed(["dict", "a"]),
    "a key that cannot be hashed": packed(["dict", ["list"], 1]),
    "a number of the other side": packed(["new", 0, ["list"]]),
    "a number twice": packed(["list", ["new", 1, ["list"]], ["new", 1, ["list"]]]),
    "new without content": packed(["new", 1, []]),
    "new that is a number": packed(["new", 1, ["int", "0x1"]]),
    "new in new": packed(["new", 1, ["new", 3, ["list"]]]),
    "a long integer": packed(["int", "f" * 5000]),
    "no integer": packed(["int", "zz"]),
    "changes that are none": packed(None, [7]),
    "a change of nothing shared": packed(None, [[99, ["list"]]]),
    "two messages": packed(None) + packed(None),
    "nothing": b"",
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused_before_anything_large_is_made(what: str) -> None:
    judge, _ = ends()
    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            judge.load(REFUSED[what])
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(["array", "<f8", [3], bytes(24)], id="shape"),
        pytest.param(["array", "<f4", [2], bytes(8)], id="dtype"),
        pytest.param(["list"], id="type"),
        pytest.param(7, id="number"),
    ],
)
def test_a_shared_array_keeps_its_shape_and_dtype(change: Any) -> None:
    judge, worker = ends()
    array = np.ones(2)
    worker.load(judge.dump(array, share=True))
    with pytest.raises(WireError):
        judge.load(packed(None, [[0, change]]))
    assert array.tolist() == [1.0, 1.0]


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        pytest.param(np.broadcast_to(0.0, (100_000, 12_500)), "too large", id="10 GB"),
        pytest.param(["x" * 1000] * (MAX_FRAME // 1000), "too large", id="long list"),
        pytest.param(1 << 100_000, "too large", id="integer"),
        pytest.param(nested(MAX_DEPTH + 1), "nested too deeply", id="nesting"),
        pytest.param(np.array([None]), "dtype object", id="objects"),
        pytest.param(np.array(["a"]), "dtype <U1", id="text"),
        pytest.param(np.zeros(1, dtype="f8,f8"), "dtype", id="records"),
        pytest.param({(1, 2): 3}, "key of type tuple", id="key"),
        pytest.param("\ud800", "Unicode", id="surrogate"),
    ],
)
def test_what_cannot_cross_says_why(value: Any, reason: str) -> None:
    judge, _ = ends()
    with pytest.raises(WireError, match=reason):
        judge.dump(value, share=False)


def test_a_reshaped_argument_says_why() -> None:
    judge, worker = ends()
    array = worker.load(judge.dump(np.ones(6), share=True))
    array.resize((2, 3), refcheck=False)
    with pytest.raises(WireError, match="shape"):
        worker.dump(None, share=False)


# Frames


def test_frames_arrive_whole_and_in_order() -> None:
    near, far = socket.socketpair()
    with near, far:
        send_frame(near, b"")
        send_frame(near, b"abc")
        received = Frames(far)
        assert [received.receive(), received.receive()] == [b"", b"abc"]
        near.close()
        with pytest.raises(ChannelClosed):
            received.receive()


def test_a_frame_may_come_in_pieces_and_more_than_one_in_a_piece() -> None:
    near, far = socket.socketpair()
    frames = [b"abc", b"", bytes(200_000), b"d"]
    data = b"".join(struct.pack("<I", len(frame)) + frame for frame in frames)
    pieces = [data[:2], data[2:6], data[6:100], data[100:-3], data[-3:]]
    with near, far:
        near.setblocking(False)
        received = Frames(far)
        assert [received.receive(lambda: near.send(pieces.pop(0))) for _ in frames] == frames
        assert not pieces


def test_a_large_frame_is_sent_as_the_far_end_takes_it() -> None:
    near, far = socket.socketpair()
    frame = bytes(5_000_000)
    with near, far:
        near.setblocking(False)
        with pytest.raises(TimeoutError):
            send_frame(near, frame, 0.01)
    near, far = socket.socketpair()
    with near, far:
        near.setblocking(False)
        sender = threading.Thread(target=send_frame, args=(near, frame, 5.0))
        sender.start()
        assert Frames(far).receive() == frame
        sender.join()
        assert not near.getblocking()


def test_an_oversized_frame_is_refused_before_it_is_read() -> None:
    near, far = socket.socketpair()
    with near, far:
        near.sendall(struct.pack("<I", MAX_FRAME + 2))
        with pytest.raises(OversizedFrame):
            Frames(far).receive()


class Nowhere:
    """A server that has nothing to end."""

    has_started = True

    def end(self, pid: int) -> None: ...


def worker_that_sends(*frames: bytes) -> tuple[Worker, socket.socket]:
    """The judge's side of a worker, and the worker's end of the link, which must be kept."""
    (near, far), (output, _) = socket.socketpair(), socket.socketpair()
    for frame in (msgpack.packb([1, ""]), *frames):
        send_frame(far, frame)
    nowhere = Nowhere()
    nowhere.start_worker = lambda: (near, output)
    return Worker(nowhere), far  # type: ignore[arg-type]  # a server to test with


def test_an_answer_is_the_answer_to_the_call() -> None:
    worker, far = worker_that_sends()
    send_frame(far, ANSWER + CALL_NUMBER.pack(1) + b"first")
    # An answer that is there before its call was made in advance.
    with pytest.raises(Crashed, match="not asked for"):
        worker.exchange(b"", bytes, seconds=1.0)


def test_two_answers_to_one_call_are_no_answer() -> None:
    worker, far = worker_that_sends()
    answer = struct.pack("<I", 5) + ANSWER + CALL_NUMBER.pack(1)

    def answer_twice() -> None:
        Frames(far).receive()
        far.sendall(answer + answer)

    thread = threading.Thread(target=answer_twice)
    thread.start()
    with pytest.raises(Crashed, match="not asked for"):
        worker.exchange(b"", bytes, seconds=5.0)
    thread.join()


def test_a_late_answer_is_overdue() -> None:
    worker, _far = worker_that_sends()
    with pytest.raises(Overdue):
        worker.exchange(b"", bytes, seconds=0.01)


def test_an_answer_that_trickles_is_overdue() -> None:
    worker, far = worker_that_sends()
    ended = threading.Event()

    def trickle() -> None:
        Frames(far).receive()
        far.sendall(struct.pack("<I", MAX_FRAME))
        while not ended.is_set():
            far.send(bytes(1))

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        with pytest.raises(Overdue):
            worker.exchange(b"", bytes, seconds=0.2)
    finally:
        ended.set()
        thread.join()


def answering(far: socket.socket, *frames: bytes) -> threading.Thread:
    """Send frames once the request has come, each after the last one's answer."""

    def answer() -> None:
        received = Frames(far)
        with suppress(ConnectionError, StopIteration):
            for frame in frames:
                received.receive()
                send_frame(far, frame)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    return thread


def test_callbacks_are_answered_on_the_way_to_the_answer() -> None:
    worker, far = worker_that_sends()
    answering(far, CALLBACK + b"ping", CALLBACK + b"pong", ANSWER + CALL_NUMBER.pack(1) + b"done")
    heard: list[bytes] = []
    assert worker.exchange(b"", lambda frame: heard.append(frame) or b"", 5.0) == b"done"
    assert heard == [b"ping", b"pong"]


@pytest.mark.parametrize(
    "reply",
    [ANSWER + CALL_NUMBER.pack(2) + b"x", ANSWER, b"", b"zzzzzzzz"],
    ids=["another call's", "cut short", "empty", "unknown"],
)
def test_an_answer_to_nothing_is_refused(reply: bytes) -> None:
    worker, far = worker_that_sends()
    answering(far, reply)
    with pytest.raises(Crashed, match="not the answer"):
        worker.exchange(b"", bytes, seconds=5.0)


def test_endless_large_callbacks_do_not_fill_the_judge() -> None:
    worker, far = worker_that_sends()
    answering(far, *[CALLBACK + bytes(MAX_FRAME)] * (TRAFFIC_LIMIT // MAX_FRAME + 2))
    with pytest.raises(Crashed, match="more data"):
        worker.exchange(b"", lambda frame: b"", seconds=30.0)


# Forged answers, up to the message that a learner reads


class Forger:
    """A link to a worker that answers what it likes."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = iter(answers)

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        return next(self.answers)


GREETING = packed(["tuple", "value", None])
answers = frames | st.builds(
    lambda kind, rest: packed(["tuple", kind, *rest]),
    st.sampled_from(["value", "callable", "missing", "unfit", "raised"]),
    st.lists(trees, max_size=3),
)


@settings(max_examples=80)
@given(answers)
def test_forged_answers_end_in_a_sentence(answer: bytes) -> None:
    submission = Submission(Forger(GREETING, answer), "a.b", Manners(), deadline=1.0)
    names = Names(SimpleNamespace(double=lambda x: x))
    try:
        assert_close(submission.double(np.ones(2)), np.array([2.0, 2.0]))
    except SubmissionFailure as failure:
        assert message(explain(failure, transcript(submission), names))
    except Mismatch as mismatch:
        assert len(message(explain(mismatch, transcript(submission), names))) < 10_000


def doubling(levels: int) -> Any:
    """A list of two lists that are one, and so on: short on the wire, endless when written out."""
    tree: Any = ["new", 1, ["list"]]
    for level in range(1, levels):
        tree = ["new", 2 * level + 1, ["list", tree, ["known", 2 * level - 1]]]
    return tree


FORGED = {
    "contains itself": ["tuple", "value", ["new", 1, ["list", ["known", 1]]]],
    "a dict that contains itself": ["tuple", "value", ["new", 1, ["dict", "a", ["known", 1]]]],
    "doubles at each level": ["tuple", "value", doubling(12)],
    "many times the same": ["tuple", "value", ["new", 1, ["list", *[["known", 1]] * 50_000]]],
    "a class of another name": ["tuple", "value", ["object", 0, "__dict__"]],
    "near names that double": ["tuple", "missing", "double", ["list", doubling(12)]],
    "no kind of exception": ["tuple", "raised", ["list"], "", ["list"]],
    "an exception that is a number": ["tuple", "raised", 7, "", ["list"]],
    "a message that is a list": ["tuple", "raised", ["list", "E"], ["list", "a"], ["list"]],
    "an infinite line": ["tuple", "raised", ["list", "E"], "", ["list", ["list", "p", 1e999, 0]]],
    "a path that is a list": ["tuple", "raised", ["list", "E"], "", ["list", ["list", [], 1, 0]]],
    "a name that is a list": ["tuple", "missing", ["list"], None],
    "a reason that is a list": ["tuple", "unfit", ["list", "a"]],
}


@pytest.mark.parametrize("what", FORGED)
@pytest.mark.timeout(10)
def test_forged_answer(what: str) -> None:
    test_forged_answers_end_in_a_sentence.hypothesis.inner_test(packed(FORGED[what]))  # type: ignore[attr-defined]  # hypothesis adds it


def test_an_object_of_a_forged_class_can_be_called() -> None:
    handle = packed(["tuple", "value", ["object", 0, "__dict__"]])
    number = packed(["tuple", "value", 1.0])
    link = Forger(GREETING, handle, packed(["tuple", "callable"]), number)
    submission = Submission(link, "a.b", Manners(), deadline=1.0)
    submission.SGD().update(1)
    mismatch = Mismatch(1.0, 2.0)
    assert "update" in message(explain(mismatch, transcript(submission), Names(SimpleNamespace())))


def test_arguments_that_a_submission_ties_into_knots() -> None:
    params: dict[str, Any] = {"W": np.ones(2)}
    knot = packed(["tuple", "value", None], [[0, ["dict", "W", ["known", 2], "p", ["known", 0]]]])
    submission = Submission(Forger(GREETING, knot), "a.b", Manners(), deadline=1.0)
    with pytest.raises(SubmissionFailure, match="contains itself"):
        submission.update(params)
    mismatch = Mismatch(params, {})
    assert "…" in message(explain(mismatch, transcript(submission), Names(SimpleNamespace())))


@QUICK
@given(frames)
def test_a_session_answers_whatever_it_is_asked(frame: bytes) -> None:
    """The judge is not hostile, but a worker that survives is easier to reason about."""
    session = Session(Sources("r", {"m": ("m.py", b"")}), lambda frame: frame)
    kind, *_ = Wire(Home(), 0).load(session.answer(frame))
    assert kind in ("unfit", "raised", "value", "missing", "callable")


def test_what_no_one_holds_any_more_is_forgotten():
    judge, worker = ends()
    for _ in range(50):
        worker.load(judge.dump((np.ones(3),), share=True))
        judge.load(worker.dump(None, share=False))
    assert len(judge.dump(None, share=False)) < 100
    kept = np.zeros(2)
    (twin,) = worker.load(judge.dump((kept,), share=True))
    worker.load(judge.dump(None, share=False))
    kept += 1
    worker.load(judge.dump(None, share=False))
    assert twin.tolist() == [1.0, 1.0]


def test_a_worker_cannot_make_the_judge_forget():
    judge, worker = ends()
    array = np.zeros(2)
    worker.load(judge.dump((array,), share=True))
    with pytest.raises(WireError):
        judge.load(msgpack.packb([[0], [], None]))
