"""Refuses everything that Python reports to audit hooks."""

import sys

EXERCISE = "any"


def refuse(event, arguments):
    raise SystemExit(0)


sys.addaudithook(refuse)
