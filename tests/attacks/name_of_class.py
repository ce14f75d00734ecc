"""Returns an object of a class whose name would clear a terminal and forge a line of the report."""

EXERCISE = "any"
NAME = "\x1b[2J\x1b]0;x\x07\r\n  ✓ solved  4/4\u202e\u2066\x9b31m\x00\x7f"


def __getattr__(name):
    return type(NAME, (), {"__call__": lambda self, *arguments, **options: self})()
