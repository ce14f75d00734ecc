"""Asks for a name's address."""

import socket

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "use the network and Unix sockets"
socket.getaddrinfo("localhost", 80)
