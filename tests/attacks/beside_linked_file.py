"""Hands in a link to the solution."""

EXERCISE = "losses/one_hot"
LINKS = {"losses/one_hot.py": "solutions/losses/one_hot.py"}
