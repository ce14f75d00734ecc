"""Takes all the memory that it can get in small pieces, and answers nevertheless."""

EXERCISE = "any"
HANGS = True
hoard = None
try:
    while True:
        hoard = [hoard, {}]
except MemoryError:
    pass


def __getattr__(name):
    return 0.0
