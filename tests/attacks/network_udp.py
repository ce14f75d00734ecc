"""Sends a datagram, which needs no connection."""

import socket

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "use the network and Unix sockets"
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
    sender.sendto(b"all the answers", ("127.0.0.1", 9))
