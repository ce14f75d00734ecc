"""Raises an exception with a chain of others, thousands of frames and a long text in each."""

EXERCISE = "any"


def deep(count, error):
    if count:
        try:
            deep(count - 1, error)
        except ValueError as cause:
            raise ValueError("x" * 1000) from cause
    raise error


def __getattr__(name):
    return lambda *arguments, **options: deep(900, ValueError("y" * 10_000_000))
