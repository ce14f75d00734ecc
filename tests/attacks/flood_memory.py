"""Takes all the memory that it can get, and keeps it."""

EXERCISE = "any"
hoard = []
while True:
    hoard.append(b"x" * (1 << 24))
