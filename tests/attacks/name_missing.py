"""Has no function, but names near it that would act on a terminal."""

EXERCISE = "losses/one_hot"
globals()["one_hot\x1b[2J\u202e"] = globals()["one_ho\x9b"] = None


def __dir__():
    return [name for name in globals() if name.startswith("one")]
