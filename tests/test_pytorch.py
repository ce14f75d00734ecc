"""The solutions against PyTorch, an implementation that knows nothing of them."""

import numpy as np
import pytest

from solutions.activations.softmax import softmax
from solutions.backpropagation.softmax_with_loss import SoftmaxWithLoss
from solutions.initializers.initializers import he_init, xavier_init
from solutions.normalization.batch_norm import BatchNormalization
from solutions.optimizers.adagrad import AdaGrad
from solutions.optimizers.adam import Adam
from solutions.optimizers.momentum import Momentum
from solutions.optimizers.nesterov import Nesterov
from solutions.optimizers.rmsprop import RMSProp
from solutions.optimizers.sgd import SGD
from solutions.regularization.dropout import Dropout

torch = pytest.importorskip("torch")  # 200 MB that no learner needs: a session of its own has it

SHAPES = {"W1": (3, 4), "b1": (4,), "W2": (4, 2)}
STEPS = 200
ROUNDING = {"rtol": 1e-10, "atol": 1e-12}  # float64, and the same formulas
SIGMAS = 6  # that a random quantity may be off; all seeds are fixed


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def tensor(array, requires_grad=False):
    """A float64 tensor with memory of its own."""
    return torch.tensor(array, requires_grad=requires_grad)


def walk_both(rng, optimizer, make_theirs, smallest, largest):
    """Both parameters after STEPS updates with random gradients of these sizes."""
    params = {key: rng.normal(size=shape) for key, shape in SHAPES.items()}
    theirs = {key: tensor(array, requires_grad=True) for key, array in params.items()}
    their_optimizer = make_theirs(theirs.values())
    low, high = np.log10([smallest, largest])
    for _ in range(STEPS):
        grads = {
            key: rng.choice([-1.0, 1.0], size=shape) * 10 ** rng.uniform(low, high, size=shape)
            for key, shape in SHAPES.items()
        }
        for key, grad in grads.items():
            theirs[key].grad = tensor(grad)
        optimizer.update(params, grads)
        their_optimizer.step()
    return params, {key: value.detach().numpy() for key, value in theirs.items()}


class TestOptimizers:
    @pytest.mark.parametrize(
        ("make_ours", "make_theirs"),
        [
            (lambda: SGD(lr=0.05), lambda params: torch.optim.SGD(params, lr=0.05)),
            # PyTorch multiplies by lr when it moves, we when we build the velocity: the same as
            # long as lr is.
            (
                lambda: Momentum(lr=0.05, momentum=0.8),
                lambda params: torch.optim.SGD(params, lr=0.05, momentum=0.8),
            ),
            (
                lambda: Nesterov(lr=0.05, momentum=0.8),
                lambda params: torch.optim.SGD(params, lr=0.05, momentum=0.8, nesterov=True),
            ),
            # ε stands outside the root in both, and only its size differs by default.
            (
                lambda: AdaGrad(lr=0.05),
                lambda params: torch.optim.Adagrad(params, lr=0.05, eps=1e-7),
            ),
            (
                lambda: RMSProp(lr=0.05, decay_rate=0.95),
                lambda params: torch.optim.RMSprop(params, lr=0.05, alpha=0.95, eps=1e-7),
            ),
        ],
        ids=["SGD", "Momentum", "Nesterov", "AdaGrad", "RMSProp"],
    )
    def test_same_steps(self, rng, make_ours, make_theirs):
        ours, theirs = walk_both(rng, make_ours(), make_theirs, 1e-4, 10.0)
        for key in SHAPES:
            np.testing.assert_allclose(ours[key], theirs[key], **ROUNDING)

    def test_adam(self, rng):
        # The book adds 1e-7 to √v, PyTorch 1e-8 to √(v / (1 − β₂ᵗ)). In the first step, where it
        # matters most, √v is 0.03·|g|: for |g| ≥ 1000 the two differ by 3e-9 of a step at most.
        ours, theirs = walk_both(
            rng, Adam(lr=0.05), lambda params: torch.optim.Adam(params, lr=0.05), 1e3, 1e5
        )
        for key in SHAPES:
            np.testing.assert_allclose(ours[key], theirs[key], rtol=0, atol=4e-9 * 0.05 * STEPS)

    def test_adam_on_ordinary_gradients(self, rng):
        # For |g| ≥ 0.5 the same difference is 7e-6 of a step: what the suite tolerates, too.
        ours, theirs = walk_both(
            rng, Adam(lr=0.05), lambda params: torch.optim.Adam(params, lr=0.05), 0.5, 10.0
        )
        for key in SHAPES:
            np.testing.assert_allclose(ours[key], theirs[key], rtol=0, atol=1e-5 * 0.05 * STEPS)


class TestBatchNormalization:
    @pytest.fixture
    def pair(self, rng):
        """Our layer and PyTorch's, whose momentum is that of the new value, with the same start."""
        gamma, beta = rng.uniform(0.5, 2.0, size=3), rng.normal(size=3)
        theirs = torch.nn.BatchNorm1d(3, eps=1e-6, momentum=0.1, dtype=torch.float64)
        with torch.no_grad():
            theirs.weight.copy_(tensor(gamma))
            theirs.bias.copy_(tensor(beta))
            theirs.running_var.zero_()  # PyTorch starts at one
        return BatchNormalization(gamma, beta, momentum=0.9), theirs

    def test_forward_and_backward(self, rng, pair):
        ours, theirs = pair
        x, dout = rng.normal(2.0, 3.0, size=(7, 3)), rng.normal(size=(7, 3))
        their_x = tensor(x, requires_grad=True)
        their_y = theirs(their_x)
        their_y.backward(tensor(dout))
        np.testing.assert_allclose(ours.forward(x), their_y.detach().numpy(), **ROUNDING)
        np.testing.assert_allclose(ours.backward(dout), their_x.grad.numpy(), **ROUNDING)
        np.testing.assert_allclose(ours.dgamma, theirs.weight.grad.numpy(), **ROUNDING)
        np.testing.assert_allclose(ours.dbeta, theirs.bias.grad.numpy(), **ROUNDING)

    def test_running_statistics(self, rng, pair):
        ours, theirs = pair
        for _ in range(20):
            x = rng.normal(2.0, 3.0, size=(7, 3))
            ours.forward(x)
            theirs(tensor(x))
        np.testing.assert_allclose(ours.running_mean, theirs.running_mean.numpy(), **ROUNDING)
        # PyTorch's running variance is the unbiased one, divided by 6 instead of 7.
        np.testing.assert_allclose(ours.running_var * 7 / 6, theirs.running_var.numpy(), **ROUNDING)

    def test_inference(self, rng, pair):
        ours, theirs = pair
        ours.forward(rng.normal(2.0, 3.0, size=(7, 3)))
        theirs.running_mean.copy_(tensor(ours.running_mean))
        theirs.running_var.copy_(tensor(ours.running_var))
        x = rng.normal(2.0, 3.0, size=(5, 3))
        expected = theirs.eval()(tensor(x)).detach().numpy()
        np.testing.assert_allclose(ours.forward(x, train_flg=False), expected, **ROUNDING)


class TestDropout:
    @pytest.mark.parametrize("ratio", [0.2, 0.5, 0.7])
    def test_as_many_elements_are_dropped(self, rng, ratio):
        torch.manual_seed(0)
        ones = np.ones((200, 500))
        ours = Dropout(ratio, rng=rng).forward(ones)
        theirs = torch.nn.functional.dropout(tensor(ones), ratio).numpy()
        margin = SIGMAS * np.sqrt(2 * ratio * (1 - ratio) / ones.size)
        assert abs(np.mean(ours == 0) - np.mean(theirs == 0)) < margin
        # PyTorch divides by 1 − ratio in training, the book multiplies by it at inference.
        np.testing.assert_allclose(ours.max(), theirs.max() * (1 - ratio), **ROUNDING)

    @pytest.mark.parametrize("ratio", [0.2, 0.5, 0.7])
    def test_inference_is_the_mean_of_training(self, rng, ratio):
        torch.manual_seed(0)
        dropout, x = Dropout(ratio, rng=rng), np.full((200, 500), 3.0)
        margin = SIGMAS * 3 * np.sqrt(ratio * (1 - ratio) / x.size)
        inference = dropout.forward(x, train_flg=False).mean()
        assert abs(dropout.forward(x).mean() - inference) < margin
        theirs = torch.nn.Dropout(ratio)
        assert abs(theirs(tensor(x)).mean() - theirs.eval()(tensor(x)).mean()) < margin / (
            1 - ratio
        )


class TestSoftmaxCrossEntropy:
    def test_softmax(self, rng):
        x = np.concatenate([rng.normal(size=(4, 6)), rng.uniform(-1000.0, 1000.0, size=(3, 6))])
        np.testing.assert_allclose(softmax(x), torch.softmax(tensor(x), dim=-1), **ROUNDING)

    def test_loss_and_gradient(self, rng):
        scores, labels = rng.normal(0.0, 2.0, size=(9, 5)), rng.integers(0, 5, size=9)
        their_scores = tensor(scores, requires_grad=True)
        their_loss = torch.nn.functional.cross_entropy(their_scores, tensor(labels))
        their_loss.backward()
        layer = SoftmaxWithLoss()
        # log(y + 1e-7) exceeds log(y) by less than 1e-7 / y.
        difference = their_loss.item() - layer.forward(scores, labels)
        assert 0 < difference < np.mean(1e-7 / softmax(scores)[np.arange(9), labels])
        np.testing.assert_allclose(layer.backward(), their_scores.grad, **ROUNDING)


class TestInitializers:
    # PyTorch's weights have shape (n_out, n_in); its fan_in is our n_in. Of n numbers the standard
    # deviation varies by std / √(2n), and here two of them are compared.
    @pytest.mark.parametrize(
        ("init", "nonlinearity"), [(he_init, "relu"), (xavier_init, "linear")], ids=["He", "Xavier"]
    )
    def test_kaiming(self, rng, init, nonlinearity):
        torch.manual_seed(0)
        theirs = torch.nn.init.kaiming_normal_(
            torch.empty(300, 400, dtype=torch.float64), nonlinearity=nonlinearity
        )
        ours = init(400, 300, rng)
        margin = SIGMAS * ours.std() / np.sqrt(ours.size)
        assert abs(ours.std() - theirs.numpy().std()) < margin

    def test_xavier(self, rng):
        # PyTorch's Xavier is Glorot's √(2 / (n_in + n_out)): ours where both are the same.
        torch.manual_seed(0)
        theirs = torch.nn.init.xavier_normal_(torch.empty(350, 350, dtype=torch.float64))
        ours = xavier_init(350, 350, rng)
        margin = SIGMAS * ours.std() / np.sqrt(ours.size)
        assert abs(ours.std() - theirs.numpy().std()) < margin
