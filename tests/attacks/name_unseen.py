"""Names classes, and prints, with what turns lines round, has no width, or heaps up on letters."""

EXERCISE = "any"
TURNED = "\u202e\u2066\u2067\u2069\u200f\u061c5 of 5 points✓"
UNSEEN = "\u200b\u200d\u2060\ufeff\u034f\u115f\u3164\u2800\ufe0f\U000e0041\ue000\U0010ffff"
HEAPED = "Z" + "\u0336\u035c\u0489" * 600


def __getattr__(name):
    print(TURNED, UNSEEN, HEAPED)
    return type(TURNED + UNSEEN + HEAPED, (), {"__repr__": lambda self: HEAPED})()
