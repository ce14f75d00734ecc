"""The files of a new exercise. Every FILL IN says what belongs there, and certify asks for it."""

SOLUTION = '''\
"""FILL IN: what this file is about, in one line."""

import numpy as np


def {stem}(x):
    """FILL IN: what it computes, with its formula, in one line.

    FILL IN: every argument with its shape; what comes back; what is left unchanged; the defaults.

    FILL IN: an example, and below it what Python prints for it.
    >>> {stem}(np.array([1.0, 2.0]))
    array([1., 2.])
    """
    # TODO: FILL IN: what to do, one comment a step: the learner gets these, and not what follows
    return x.copy()  # FILL IN: the solution
'''

SUITE = '''\
"""Suite of {name}."""

import numpy as np

from grader.expect import assert_close, assert_unchanged


# FILL IN: a class is a part; they go from easy to hard, and each needs points and a name.
class TestValue:
    """FILL IN: the part's name, as the learner reads it"""

    points = 2

    def test_worked_example(self, submission):
        # FILL IN: the docstring's example, its value from the formula and not from the solution
        assert_close(submission.{stem}(np.array([1.0, 2.0])), np.array([1.0, 2.0]))

    def test_any_numbers(self, submission, reference, rng):
        # FILL IN: random arguments; sizes differ from each other, nothing is zero by accident
        x = rng.normal(size=5)
        expected = reference.{stem}(x)
        assert_close(submission.{stem}(x), expected)


class TestInput:
    """Input left alone"""

    points = 1

    def test_x_is_left_unchanged(self, submission, reference, rng):
        # FILL IN: the same arguments; the docstring has to say that they are left unchanged
        before = rng.normal(size=5)
        x, expected = before.copy(), reference.{stem}(before)
        assert_close(submission.{stem}(x), expected)
        assert_unchanged(x, before, "x")
'''

MISTAKES = """\
section = "{section}"  # the heading in the chapter's README, as GitHub makes a link of it

hints = [
    "FILL IN: what to think of first",
    "FILL IN: the step that is hard",
    "FILL IN: nearly the answer",
]

# FILL IN: mistakes and alternatives, each from a file that shows it, then remove these lines:
#     nox -s new -- --mistake {name} FILE.py
#     nox -s new -- --alternative {name} FILE.py
"""

README = """\
# {title}

<!-- FILL IN: what this chapter is about, in two or three sentences -->
"""

SECTION = """\
## {title}

<!-- FILL IN: what it is good for, and why it looks as it does, in a few sentences -->

$$\\text{{formula}}$$
<!-- FILL IN: the formula -->

```python
>>> import numpy as np
>>> from exercises.{module} import {stem}
>>> {stem}(np.array([1.0, 2.0]))
array([1., 2.])
```
<!-- FILL IN: an example that shows something, with what Python prints -->

**Traps**
<!-- FILL IN: a line for each mistake that is easily made, and how to see it -->
"""

ENTRY = (
    '    {{ name = "{stem}", title = "{title}", '
    'why = "FILL IN: what it is good for, for whoever has solved it" }},'
)

CHAPTER = """\
[[chapter]]
name = "{name}"
title = {title}
ending = "FILL IN: what a learner can do now that this chapter is solved"
exercises = [
{entry}
]
"""
