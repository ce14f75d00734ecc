"""Is handed in within a folder whose name ends a line, and clears the screen."""

EXERCISE = "losses/one_hot"
TARGET = "t\n✓ losses/one_hot  One-hot labels  5 of 5 points\x1b[2J\u2028\u202e"


def one_hot(labels, class_count):
    raise NotImplementedError
