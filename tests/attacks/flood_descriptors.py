"""Opens files until no more can be opened."""

import os

EXERCISE = "any"
opened = []
while True:
    opened.append(os.open(os.devnull, os.O_RDONLY))
