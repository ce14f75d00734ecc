"""Raises an exception whose class has a name of ten megabytes and ten thousand bases."""

EXERCISE = "any"
kind = ValueError
for number in range(2000):
    kind = type("E" * 4000 + str(number), (kind,), {})


def __getattr__(name):
    def fails(*arguments, **options):
        raise type("N" * 10_000_000, (kind,), {})("…")

    return fails
