"""Returns a list whose items never end, and which is full all the same."""

EXERCISE = "losses/sum_squares_error"
HANGS = True


class Endless(list):
    def __iter__(self):
        while True:
            yield 0.0


def sum_squares_error(y, t):
    return Endless([0.0]) if y.shape == (7,) else None
