"""Returns texts and dicts whose keys break a line where Python, a browser or a terminal does."""

EXERCISE = "any"
BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029\r\n"
FORGED = "".join(f"{char}✓ losses/forged  5 of 5 points" for char in BREAKS)


def __getattr__(name):
    return lambda *arguments, **options: {FORGED: FORGED, "loss": [FORGED], f"W{FORGED}": (1,)}
