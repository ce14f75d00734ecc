"""Has no function, but names near it that would act on a terminal."""

EXERCISE = "losses/cross_entropy_error_batch"
globals()["cross_entropy_error\x1b[2J\u202e"] = globals()["cross_entropy_err\x9b"] = None


def __dir__():
    return [name for name in globals() if name.startswith("cross")]
