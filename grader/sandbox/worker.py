"""The submission's side: imports the submitted file and answers the judge's calls.

A worker holds the source that is graded and the sources that it may import, nothing else of the
course. Whatever the submission does to this process, it can only answer with plain data.
"""

import contextlib
import functools
import os
import random
import socket
import sys
from collections.abc import Iterable
from typing import NoReturn, TextIO

import msgpack

from ..wire.answers import MAX_LINES
from ..wire.frames import ChannelClosed, Frames, send_frame
from ..wire.protocol import AFRESH, ANSWER, CALL_NUMBER, CALLBACK, VERSIONS, Level
from . import confine
from .lines import Lines
from .no_figures import NoFigures
from .rehearsal import rehearse
from .session import Frame, Session
from .sources import Sources


def run(link: socket.socket, output: socket.socket, level: Level) -> None:
    """The life of a worker process: confine itself, take the sources, answer until it is ended."""
    random.seed()  # the server's numbers are not to be every worker's
    _redirect_streams(output)
    try:
        confine.confine(level, keep={link.fileno()})
    except Exception as error:
        send_frame(link, msgpack.packb([os.getpid(), str(error)]))
        return
    with contextlib.suppress(ChannelClosed):  # the judge is done with it
        send_frame(link, msgpack.packb([os.getpid(), ""]))
        rehearse(link)
        _answer(link)


def _answer(link: socket.socket) -> NoReturn:
    """Take the sources, then answer what is asked of them. Raises ChannelClosed at the end."""
    received = Frames(link)
    root, files, *outside = msgpack.unpackb(received.receive())

    def ask(frame: Frame) -> Frame:
        send_frame(link, CALLBACK + frame)
        return received.receive()

    sys.meta_path.insert(0, NoFigures())
    session, lines = Session(Sources(root, files, *outside), ask), Lines()
    while True:
        request = received.receive()
        number, frame = request[: CALL_NUMBER.size], request[CALL_NUMBER.size :]
        answers: Iterable[Frame]
        if number == CALL_NUMBER.pack(AFRESH):
            answers = [msgpack.packb(lines.stop()[:MAX_LINES])]
            others, traced = msgpack.unpackb(frame)
            session, lines = session.renewed(others), Lines(traced)
        elif number == CALL_NUMBER.pack(VERSIONS):
            answers = map(msgpack.packb, session.versions(*msgpack.unpackb(frame)))
        else:
            answers = [session.answer(frame)]
        for answer in answers:
            for stream in (sys.stdout, sys.stderr):
                with contextlib.suppress(Exception):
                    stream.flush()
            send_frame(link, ANSWER + number + answer)


def _redirect_streams(output: socket.socket) -> None:
    """Send prints to the judge; what C code prints as well, where a socket can be descriptor 1."""
    if os.name == "nt":
        sys.stdout = sys.stderr = output.makefile(
            "w", buffering=1, encoding="utf-8", errors="backslashreplace"
        )
        return
    os.dup2(output.fileno(), 1)
    os.dup2(output.fileno(), 2)
    output.close()
    sys.stdout, sys.stderr = streams()


@functools.cache  # which is forked as well: made in the server, they are there in every worker
def streams() -> tuple[TextIO, TextIO]:
    """What is printed to descriptors 1 and 2, wherever these lead."""
    out, err = (os.fdopen(number, "w", 1, "utf-8", "backslashreplace") for number in (1, 2))
    return out, err
