"""What suites of random draws share: draws come from the generator that was given, and no other."""

import numpy as np

# Which of four generators is used for each draw, before these are put in random order: nobody who
# does not look at the generator knows which draws are to be equal.
TURNS = [0, 0, 0, 1, 1, 2, 2, 3]


def assert_drawn_with(draw, rng, same, different):
    """Check that draw(generator) is equal for equal generators, and for no others.

    same: what is wrong if equal generators gave different draws; different: the other way round.
    """
    seeds = rng.choice(10_000, 4, replace=False)
    turns = rng.permutation(TURNS)
    first = {}
    for turn in turns:
        drawn = np.array(draw(np.random.default_rng(seeds[turn])))
        assert np.array_equal(drawn, first.setdefault(turn, drawn)), same
        others = [values for other, values in first.items() if other != turn]
        assert not any(np.array_equal(drawn, values) for values in others), different
