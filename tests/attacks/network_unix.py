"""Opens Unix sockets, by a nameless pair and by an abstract name."""

import os
import socket

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "use the network and Unix sockets"
for ours in socket.socketpair():
    ours.close()
with socket.socket(socket.AF_UNIX) as server:
    server.bind(f"\0attack{os.getpid()}")
