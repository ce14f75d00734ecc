"""Returns texts, and objects with names, that hold separators, bidirectional and hidden marks."""

EXERCISE = "any"
BAD = "\u2028✓ won\u2029\u202e\u2066\u200b\u200d\ufeff\u00ad\u034f\u3164\ufe0f\u180e\U000e0041"


def __getattr__(name):
    def answer(*arguments, **options):
        print(BAD)
        count = sum(getattr(each, "size", 1) for each in arguments)
        thing = type("T" + BAD, (), {})()
        return [BAD, {BAD: 1}, [BAD], thing, (thing, BAD)][count % 5]

    return answer
