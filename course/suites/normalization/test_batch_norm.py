"""Suite of normalization/batch_norm."""

import numpy as np

from course.suites.first_wrong import shown_as
from grader.expect import assert_close, assert_shape, assert_steps, assert_unchanged

# Adding ε to the standard deviation instead of the variance is as good. Features spread by 0.7 or
# more here, where the two differ by at most 5e-7 of the normalized value, which is below 10;
# mistakes are off by a hundredth and more.
TOLERANCE = {"rtol": 1e-5, "atol": 1e-5}

FORWARD = {
    "y's column means": "the batch's mean subtracted from each feature, and β added at the end",
    "y's column spreads": "each feature divided by √(σ² + ε), and multiplied by γ",
    "y": "the normalized feature, multiplied by γ, plus β",
}

BACKWARD = {
    "dbeta": "dout, summed over the batch",
    "dgamma": "dout · xn, summed over the batch",
}

# Neither moving all of x nor stretching it about its mean changes y: the columns of a right dx sum
# to 0, with and without the factor xn.
DX = {
    "dx's column means": "they are 0 once the path through the mean takes mean(dxn) away, and the "
    "path through the variance a multiple of xn",
    "(dx · xn)'s column means": "they are 0 once the path through the variance takes "
    "xn · mean(dxn · xn) away",
    "dx": "dxn = γ · dout at the start, and the division by √(σ² + ε) at the end",
}


def some_batch(rng, n, d, spread=1.0):
    """n samples of d features; each feature has a mean of its own, and a spread of 0.7 or more."""
    levels = np.linspace(-1.5, 1.5, n)[:, np.newaxis] + rng.uniform(-0.1, 0.1, size=(n, d))
    x = rng.permuted(levels, axis=0) * rng.uniform(1.0, 2.0, size=d) * spread
    return x + rng.uniform(-3.0, 3.0, size=d)


def scale_and_shift(rng, d):
    """γ and β, none of them 1 or 0."""
    return rng.uniform(1.2, 2.0, size=d), rng.uniform(0.2, 1.0, size=d)


def normalize(x, gamma, beta):
    """What forward returns in training."""
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-6) + beta


def assert_output(y, expected):
    """Check what forward returned, and say in which respect it is wrong first."""

    def respects(y):
        return dict(zip(FORWARD, (y.mean(axis=0), y.std(axis=0), y), strict=True))

    assert_shape(y, expected.shape, "y")
    with shown_as(y, expected):
        assert_steps(respects(y), respects(expected), FORWARD, **TOLERANCE)


def backward(bn, dout):
    """What backward computes for dout."""
    dx = bn.backward(dout)
    return {"dbeta": bn.dbeta, "dgamma": bn.dgamma, "dx": dx}


def assert_gradients(found, expected, xn):
    """Check what backward computed, and name the first wrong quantity. xn: normalized x."""

    def respects(dx):
        return dict(zip(DX, (dx.mean(axis=0), (dx * xn).mean(axis=0), dx), strict=True))

    assert_steps(found, expected, BACKWARD, **TOLERANCE)
    dx, wanted = found["dx"], expected["dx"]
    assert_shape(dx, wanted.shape, "dx")
    with shown_as(dx, wanted):
        assert_steps(respects(dx), respects(wanted), DX, **TOLERANCE)


def central_difference(f, array):
    """∂f/∂array; f takes no argument and reads the array."""
    gradient = np.empty_like(array)
    for index in np.ndindex(array.shape):
        value = array[index]
        array[index] = value + 1e-5
        above = f()
        array[index] = value - 1e-5
        gradient[index] = (above - f()) / 2e-5
        array[index] = value
    return gradient


class TestForward:
    """Forward, in training"""

    points = 3

    def test_worked_example(self, submission):
        x = np.array([[1.0, 2.0], [3.0, 6.0], [5.0, 10.0]])
        bn = submission.BatchNormalization(np.array([2.0, 1.0]), np.array([0.0, 1.0]))
        root = np.sqrt(1.5)
        expected = np.array([[-2 * root, 1 - root], [0.0, 1.0], [2 * root, 1 + root]])
        assert_output(bn.forward(x), expected)

    def test_random_batch(self, submission, rng):
        x, (gamma, beta) = some_batch(rng, 6, 4), scale_and_shift(rng, 4)
        expected = normalize(x, gamma, beta)
        bn = submission.BatchNormalization(gamma, beta)
        assert_output(bn.forward(x, True), expected)

    def test_constant_feature(self, submission):
        # Its variance is 0, and so is what is divided by √ε.
        x = np.array([[4.0, 1.0], [4.0, -1.0], [4.0, 1.0], [4.0, -1.0]])
        expected = np.array([[0.5, 3.0], [0.5, -1.0], [0.5, 3.0], [0.5, -1.0]])
        bn = submission.BatchNormalization(np.array([3.0, 2.0]), np.array([0.5, 1.0]))
        assert_close(bn.forward(x), expected, **TOLERANCE)

    def test_gamma_and_beta_are_kept_and_not_copied(self, submission, rng):
        x, (gamma, beta) = some_batch(rng, 5, 3), scale_and_shift(rng, 3)
        new_gamma, new_beta = 0.5 * gamma, beta - 2.0
        expected = normalize(x, new_gamma, new_beta)
        bn = submission.BatchNormalization(gamma, beta)
        bn.forward(x.copy())
        gamma[...], beta[...] = new_gamma, new_beta  # in place, as an optimizer does
        assert_close(bn.forward(x), expected, **TOLERANCE)

    def test_x_is_left_unchanged(self, submission, rng):
        x, (gamma, beta) = some_batch(rng, 4, 3), scale_and_shift(rng, 3)
        before, expected = x.copy(), normalize(x, gamma, beta)
        bn = submission.BatchNormalization(gamma, beta)
        y = bn.forward(x)
        assert_unchanged(x, before, "x")
        assert_close(y, expected, **TOLERANCE)


class TestRunningStatistics:
    """Running statistics, in training"""

    points = 2

    def test_one_batch(self, submission):
        # A tenth of the means 3 and 6, a tenth of the variances 8/3 and 32/3.
        x = np.array([[1.0, 2.0], [3.0, 6.0], [5.0, 10.0]])
        bn = submission.BatchNormalization(np.array([2.0, 1.0]), np.array([0.0, 1.0]))
        bn.forward(x)
        assert_close(bn.running_mean, np.array([0.3, 0.6]))
        assert_close(bn.running_var, np.array([0.8 / 3, 3.2 / 3]))

    def test_three_batches(self, submission, reference, rng):
        gamma, beta = scale_and_shift(rng, 4)
        known = reference.BatchNormalization(gamma.copy(), beta.copy(), momentum=0.7)
        bn = submission.BatchNormalization(gamma, beta, momentum=0.7)
        for n in (5, 3, 6):
            x = some_batch(rng, n, 4)
            known.forward(x.copy())
            bn.forward(x)
        assert_close(bn.running_mean, known.running_mean)
        assert_close(bn.running_var, known.running_var)

    def test_handed_in(self, submission, rng):
        x, (gamma, beta) = some_batch(rng, 5, 3), scale_and_shift(rng, 3)
        mean, var = rng.normal(size=3), rng.uniform(1.0, 2.0, size=3)
        before = mean.copy(), var.copy()
        expected_mean = 0.9 * mean + 0.1 * x.mean(axis=0)
        expected_var = 0.9 * var + 0.1 * x.var(axis=0)
        bn = submission.BatchNormalization(gamma, beta, running_mean=mean, running_var=var)
        bn.forward(x)
        assert_close(bn.running_mean, expected_mean)
        assert_close(bn.running_var, expected_var)
        assert_unchanged(mean, before[0], "the running_mean that was handed in")
        assert_unchanged(var, before[1], "the running_var that was handed in")


class TestInference:
    """Forward, at inference"""

    points = 2

    def test_handed_in_statistics(self, submission, rng):
        x, (gamma, beta) = rng.uniform(-3.0, 3.0, size=(2, 4)), scale_and_shift(rng, 4)
        mean, var = rng.uniform(-1.0, 1.0, size=4), rng.uniform(0.5, 4.0, size=4)
        expected = gamma * (x - mean) / np.sqrt(var + 1e-6) + beta
        bn = submission.BatchNormalization(gamma, beta, 0.9, mean, var)
        assert_close(bn.forward(x, False), expected, **TOLERANCE)

    def test_constant_feature(self, submission):
        # Its running variance is 0, and so is what is divided by √ε.
        x = np.array([[4.0, 1.0], [4.0, -3.0]])
        mean, var = np.array([4.0, -1.0]), np.array([0.0, 4.0])
        expected = np.array([[0.5, 3.0], [0.5, -1.0]])
        bn = submission.BatchNormalization(
            np.array([3.0, 2.0]), np.array([0.5, 1.0]), running_mean=mean, running_var=var
        )
        assert_close(bn.forward(x, train_flg=False), expected, **TOLERANCE)

    def test_before_any_training(self, submission):
        # The running mean of such a layer is 0, and so is what it normalizes here.
        bn = submission.BatchNormalization(np.array([3.0, 2.0, 0.5]), np.array([0.5, -1.0, 2.0]))
        expected = np.array([[0.5, -1.0, 2.0]] * 2)
        assert_close(bn.forward(np.zeros((2, 3)), train_flg=False), expected, **TOLERANCE)
        assert_close(bn.running_mean, np.zeros(3))
        assert_close(bn.running_var, np.zeros(3))

    def test_after_training(self, submission, reference, rng):
        gamma, beta = scale_and_shift(rng, 3)
        known = reference.BatchNormalization(gamma.copy(), beta.copy())
        bn = submission.BatchNormalization(gamma, beta)
        for n in (5, 4):
            x = some_batch(rng, n, 3, spread=5.0)
            known.forward(x.copy())
            bn.forward(x)
        single = some_batch(rng, 4, 3, spread=5.0)[:1]
        expected = known.forward(single.copy(), train_flg=False)
        assert_close(bn.forward(single, train_flg=False), expected, **TOLERANCE)

    def test_changes_nothing(self, submission, rng):
        x, (gamma, beta) = some_batch(rng, 5, 3), scale_and_shift(rng, 3)
        mean, var = rng.uniform(-1.0, 1.0, size=3), rng.uniform(0.5, 4.0, size=3)
        before = x.copy()
        expected = gamma * (x - mean) / np.sqrt(var + 1e-6) + beta
        bn = submission.BatchNormalization(
            gamma, beta, running_mean=mean.copy(), running_var=var.copy()
        )
        for _ in range(2):
            assert_close(bn.forward(x, train_flg=False), expected, **TOLERANCE)
            assert_unchanged(x, before, "x")
        assert_close(bn.running_mean, mean)
        assert_close(bn.running_var, var)


class TestBackward:
    """Backward"""

    points = 3

    def test_dbeta_and_dgamma(self, submission):
        x = np.array([[1.0, 2.0], [3.0, 6.0], [5.0, 10.0]])
        dout = np.array([[1.0, -2.0], [3.0, 0.5], [-4.0, 1.0]])
        bn = submission.BatchNormalization(np.array([2.0, 1.0]), np.array([0.0, 1.0]))
        bn.forward(x)
        bn.backward(dout)
        found = {"dbeta": bn.dbeta, "dgamma": bn.dgamma}
        expected = {"dbeta": np.array([0.0, -0.5]), "dgamma": np.array([-5.0, 3.0]) * np.sqrt(1.5)}
        assert_steps(found, expected, BACKWARD, **TOLERANCE)

    def test_central_differences(self, submission, rng):
        x, (gamma, beta) = some_batch(rng, 4, 3), scale_and_shift(rng, 3)
        dout = rng.uniform(-1.0, 1.0, size=(4, 3))

        def loss():
            return np.sum(dout * normalize(x, gamma, beta))

        arrays = {"dx": x, "dgamma": gamma, "dbeta": beta}
        expected = {name: central_difference(loss, array) for name, array in arrays.items()}
        xn = normalize(x, 1.0, 0.0)
        bn = submission.BatchNormalization(gamma, beta)
        bn.forward(x)
        assert_gradients(backward(bn, dout), expected, xn)

    def test_random_batch(self, submission, reference, rng):
        x, (gamma, beta) = some_batch(rng, 7, 5), scale_and_shift(rng, 5)
        dout = rng.uniform(-1.0, 1.0, size=(7, 5))
        expected, xn = self.expected(reference, gamma, beta, x, dout), normalize(x, 1.0, 0.0)
        bn = submission.BatchNormalization(gamma, beta)
        bn.forward(x)
        assert_gradients(backward(bn, dout), expected, xn)

    def test_belongs_to_the_last_batch_in_training(self, submission, reference, rng):
        gamma, beta = scale_and_shift(rng, 3)
        first, last, other = (some_batch(rng, n, 3) for n in (4, 5, 6))
        dout = rng.uniform(-1.0, 1.0, size=(5, 3))
        expected, xn = self.expected(reference, gamma, beta, last, dout), normalize(last, 1.0, 0.0)
        bn = submission.BatchNormalization(gamma, beta)
        bn.forward(first)
        bn.backward(rng.uniform(-1.0, 1.0, size=(4, 3)))
        bn.forward(last)
        bn.forward(other, train_flg=False)
        assert_gradients(backward(bn, dout), expected, xn)

    def test_dout_is_left_unchanged(self, submission, reference, rng):
        x, (gamma, beta) = some_batch(rng, 4, 3), scale_and_shift(rng, 3)
        dout = rng.uniform(-1.0, 1.0, size=(4, 3))
        before = dout.copy()
        expected = self.expected(reference, gamma, beta, x, dout)
        bn = submission.BatchNormalization(gamma, beta)
        bn.forward(x)
        dx = bn.backward(dout)
        assert_unchanged(dout, before, "dout")
        assert_close(dx, expected["dx"], **TOLERANCE)

    def expected(self, reference, gamma, beta, x, dout):
        bn = reference.BatchNormalization(gamma.copy(), beta.copy())
        bn.forward(x.copy())
        return backward(bn, dout.copy())
