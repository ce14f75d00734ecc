"""Has attributes that take for ever to look up."""

import sys
import time

EXERCISE = "any"
HANGS = True


def __getattr__(name):
    time.sleep(1000)


hasattr(sys.modules[__name__], "__path__")
