"""What suites of long computations share: which quantity is the first wrong one."""

import contextlib

from grader.expect import ATOL, RTOL, Mismatch, assert_close, assert_steps


def assert_gradients(gradients, expected, steps, rtol=RTOL, atol=ATOL):
    """Check a network's dict of gradients, and name the first wrong one on the way back.

    steps: key → the step that computes its gradient, from the last layer to the first. A bias
    stands before its weights, because its gradient is what arrives at the layer, summed and no
    more. What is not in steps is checked at the end.
    """
    if isinstance(gradients, dict) and set(expected) == set(gradients):
        actual = {f"∂L/∂{key}": gradients[key] for key in steps}
        wanted = {f"∂L/∂{key}": expected[key] for key in steps}
        named = {f"∂L/∂{key}": step for key, step in steps.items()}
        assert_steps(actual, wanted, named, rtol, atol)
    assert_close(gradients, expected, rtol, atol, what="gradients")


@contextlib.contextmanager
def shown_as(value, expected, what=""):
    """Inside, quantities derived from a value are checked: a learner is shown the value itself."""
    try:
        yield
    except Mismatch as mismatch:
        whole = Mismatch(value, expected, what)
        whole.step = mismatch.step
        raise whole from None
