"""A network of two layers: sigmoid in the middle, softmax at the end."""

import numpy as np

from ..activations.sigmoid import sigmoid, sigmoid_grad
from ..activations.softmax import softmax
from ..gradients.numerical_gradient import numerical_gradient
from ..losses.cross_entropy_error_label import cross_entropy_error
from ..losses.one_hot import one_hot


class TwoLayerNet:
    """Class probabilities from one hidden layer: y = softmax(σ(x · W1 + b1) · W2 + b2).

    params: a dict of float64 arrays: W1 (input_size, hidden_size), b1 (hidden_size,),
    W2 (hidden_size, output_size), b2 (output_size,). Every method reads them from there, so that
    training may change them in place.

    In all methods, x is (N, input_size), and t holds the labels of its N rows: class numbers (N,)
    or one-hot rows (N, output_size). x, t and params are left unchanged.

    Source: Deep Learning from Scratch, sections 4.5.1 and 5.7.2.

    >>> net = TwoLayerNet(2, 2, 2)
    >>> net.params["W1"][...] = [[1.0, -1.0], [0.5, 2.0]]
    >>> net.params["W2"][...] = [[2.0, 0.0], [0.0, 4.0]]
    >>> x, t = np.array([[1.0, 0.0], [0.0, 3.0]]), np.array([1, 1])
    >>> net.predict(x).round(4)
    array([[0.5954, 0.4046],
           [0.0867, 0.9133]])
    >>> print(round(net.loss(x, t), 6), net.accuracy(x, t))
    0.497763 0.5
    >>> net.gradient(x, t)["b2"].round(4)
    array([ 0.341, -0.341])
    """

    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01, rng=None):
        """Draw the weights from the normal distribution of mean 0 and deviation weight_init_std.

        rng: a numpy.random.Generator, from which all weights are drawn; None stands for a new one,
        seeded by chance.
        The biases are 0.
        """
        # TODO: where rng is None, make a generator with np.random.default_rng()
        # TODO: set self.params to a new dict with normal W1 and W2, and b1 and b2 of zeros
        rng = np.random.default_rng(rng)
        self.params = {
            "W1": weight_init_std * rng.standard_normal((input_size, hidden_size)),
            "b1": np.zeros(hidden_size),
            "W2": weight_init_std * rng.standard_normal((hidden_size, output_size)),
            "b2": np.zeros(output_size),
        }

    def predict(self, x):
        """The probabilities of the classes, (N, output_size); each row sums to 1."""
        # TODO: the hidden layer is the sigmoid of x · W1 + b1
        # TODO: return the softmax of the hidden layer · W2 + b2
        hidden = sigmoid(x @ self.params["W1"] + self.params["b1"])
        return softmax(hidden @ self.params["W2"] + self.params["b2"])

    def loss(self, x, t):
        """The cross-entropy of the predictions, averaged over the N samples, a float."""
        # TODO: return the cross-entropy of what predict returns
        return cross_entropy_error(self.predict(x), t)

    def accuracy(self, x, t):
        """The share of samples whose most probable class is the right one, a float."""
        # TODO: find the most probable class of every row
        # TODO: if t has two dimensions, turn it into class numbers the same way
        # TODO: return how many of the N agree, divided by N
        y = np.argmax(self.predict(x), axis=1)
        labels = np.argmax(t, axis=1) if t.ndim == 2 else t
        return np.mean(y == labels)

    def numerical_gradient(self, x, t):
        """The slopes of the loss, measured by numerical_gradient.

        Returns a dict with the keys of params, each array of its parameter's shape. It takes two
        evaluations of the loss for every parameter: good for checking, too slow for training.
        """
        # TODO: for every key, hand numerical_gradient the loss and the array in params itself
        # TODO: return the four gradients as a dict
        return {
            key: numerical_gradient(lambda _: self.loss(x, t), param)
            for key, param in self.params.items()
        }

    def gradient(self, x, t):
        """The slopes of the loss, by the chain rule from the last layer back to the first.

        With a1 = x · W1 + b1, z1 = σ(a1), y = softmax(z1 · W2 + b2) and t as one-hot rows:
            d2 = (y − t) / N            ∂L/∂W2 = z1ᵀ · d2    ∂L/∂b2 = Σₙ d2
            d1 = (d2 · W2ᵀ) ⊙ σ′(a1)    ∂L/∂W1 = xᵀ · d1     ∂L/∂b1 = Σₙ d1
        (⊙ multiplies element by element; the loss's 1e-7 is left out.)

        Returns a dict with the keys of params, each array of its parameter's shape.
        """
        # TODO: compute a1, z1 and y as in predict
        # TODO: turn class numbers into one-hot rows
        # TODO: compute d2 and the gradients of W2 and b2
        # TODO: compute d1 and the gradients of W1 and b1
        # TODO: return the four gradients as a dict
        W1, b1, W2, b2 = (self.params[key] for key in ("W1", "b1", "W2", "b2"))
        a1 = x @ W1 + b1
        z1 = sigmoid(a1)
        y = softmax(z1 @ W2 + b2)
        if t.ndim == 1:
            t = one_hot(t, y.shape[1])
        d2 = (y - t) / x.shape[0]
        d1 = (d2 @ W2.T) * sigmoid_grad(a1)
        return {"W1": x.T @ d1, "b1": d1.sum(axis=0), "W2": z1.T @ d2, "b2": d2.sum(axis=0)}
