"""Takes almost its deadline for every call and for its import, so that it wins much time."""

import time

EXERCISE = "any"
time.sleep(4.9)


def __getattr__(name):
    time.sleep(4.9)
    return lambda *args, **kwargs: time.sleep(4.9)
