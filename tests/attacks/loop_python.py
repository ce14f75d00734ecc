"""Never ends, in Python, and swallows whatever is to interrupt it."""

EXERCISE = "any"
HANGS = True
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
