"""Listens and connects by TCP on this machine."""

import socket

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "use the network and Unix sockets"
with socket.create_server(("127.0.0.1", 0)) as server:
    socket.create_connection(server.getsockname(), timeout=1).close()
