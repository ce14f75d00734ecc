"""Hands in a link to the whole chapter of solutions."""

EXERCISE = "activations/relu"
LINKS = {"activations": "solutions/activations"}
