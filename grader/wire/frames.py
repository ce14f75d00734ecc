"""Frames over a socket: a length of four bytes, then that many bytes."""

import contextlib
import socket
import struct
from collections.abc import Callable

from .forms import MAX_FRAME

_LENGTH = struct.Struct("<I")
_AHEAD, _PIECE = 1 << 16, 1 << 20  # bytes that a read asks for, at least and at most


class ChannelClosed(ConnectionError):
    """The far end is gone."""


class OversizedFrame(ValueError):
    """The far end announced a frame that is longer than any honest one."""


def send_frame(sock: socket.socket, frame: bytes, seconds: float | None = None) -> None:
    """Send one frame; seconds: for the far end to take it, over a socket that does not block.

    Raises ChannelClosed, or TimeoutError.
    """
    data = _LENGTH.pack(len(frame)) + frame
    try:
        if seconds is None:
            sock.sendall(data)
            return
        sent = 0
        with contextlib.suppress(BlockingIOError):
            sent = sock.send(data)  # mostly all of it
        if sent < len(data):
            sock.settimeout(seconds)
            sock.sendall(data[sent:])
            sock.setblocking(False)
    except TimeoutError:
        raise
    except OSError as error:
        raise ChannelClosed(str(error)) from None


class Frames:
    """What comes in over a socket, frame by frame."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._data = bytearray()  # read already: mostly one read brings a whole frame

    def receive(self, wait: Callable[[], None] | None = None) -> bytes:
        """Receive one frame; `wait` is called before each read and may raise to give up.

        Raises ChannelClosed, or OversizedFrame before anything of that size is read.
        """
        self._fill(_LENGTH.size, wait)
        (length,) = _LENGTH.unpack_from(self._data)
        if length > MAX_FRAME + 1:
            raise OversizedFrame(f"a frame of {length} bytes")
        end = _LENGTH.size + length
        self._fill(end, wait)
        with memoryview(self._data) as data:
            frame = bytes(data[_LENGTH.size : end])
        del self._data[:end]
        return frame

    def has_more(self) -> bool:
        """Whether something is there that was not received yet, of a socket that does not block."""
        if not self._data:
            with contextlib.suppress(OSError):  # nothing is there, or the far end is gone
                return bool(self._sock.recv(1, socket.MSG_PEEK))
        return bool(self._data)

    def _fill(self, count: int, wait: Callable[[], None] | None) -> None:
        while (missing := count - len(self._data)) > 0:
            if wait:
                wait()
            try:
                piece = self._sock.recv(min(max(missing, _AHEAD), _PIECE))
            except OSError as error:
                raise ChannelClosed(str(error)) from None
            if not piece:
                raise ChannelClosed("the connection is closed")
            self._data += piece
