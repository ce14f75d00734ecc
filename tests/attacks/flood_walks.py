"""Shares a million small values, through which the judge walks at each of many short calls."""

EXERCISE = "gradients/gradient_descent"
HANGS = True


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    rows = [list(range(300)) for _ in range(1500)]
    while True:
        try:
            f(rows)
        except Exception:
            continue
