"""Frames over a socket: a length of four bytes, then that many bytes."""

import socket
import struct
from collections.abc import Callable

from .forms import MAX_FRAME

_LENGTH = struct.Struct("<I")
_PIECE = 1 << 20


class ChannelClosed(ConnectionError):
    """The far end is gone."""


class OversizedFrame(ValueError):
    """The far end announced a frame that is longer than any honest one."""


def send_frame(sock: socket.socket, frame: bytes) -> None:
    """Send one frame. Raises ChannelClosed, or TimeoutError where the socket has a timeout."""
    try:
        sock.sendall(_LENGTH.pack(len(frame)) + frame)
    except TimeoutError:
        raise
    except OSError as error:
        raise ChannelClosed(str(error)) from None


def receive_frame(
    sock: socket.socket, wait: Callable[[], None] | None = None, limit: int = MAX_FRAME + 1
) -> bytes:
    """Receive one frame; `wait` is called before each read and may raise to give up.

    Raises ChannelClosed, or OversizedFrame before anything of that size is read.
    """
    (length,) = _LENGTH.unpack(_receive(sock, _LENGTH.size, wait))
    if length > limit:
        raise OversizedFrame(f"a frame of {length} bytes")
    return _receive(sock, length, wait)


def _receive(sock: socket.socket, count: int, wait: Callable[[], None] | None) -> bytes:
    data = bytearray()
    while len(data) < count:
        if wait:
            wait()
        try:
            piece = sock.recv(min(count - len(data), _PIECE))
        except OSError as error:
            raise ChannelClosed(str(error)) from None
        if not piece:
            raise ChannelClosed("the connection is closed")
        data += piece
    return bytes(data)
