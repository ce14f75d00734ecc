"""Returns numbers that few expect: long doubles, halves, complex and huge ones, in odd places."""

import numpy as np

EXERCISE = "any"
ODD = [
    np.longdouble(1),
    np.float16(np.inf),
    10**1200,
    -(10**1200),
    np.uint64(2**64 - 1),
    complex("nan"),
    np.zeros((2, 3), np.longdouble),
    np.zeros((0, 3)),
    np.zeros((1,) * 30),
    np.full((2, 3), np.iinfo(np.int64).min),
    np.full((2, 3), np.nan + 0j),
    {1: 0, float("nan"): 0, "": np.clongdouble(1)},
]


def __getattr__(name):
    def answer(*arguments, **options):
        return ODD[sum(np.size(each) for each in arguments) % len(ODD)]

    return answer
