"""The capstone: a network of any depth, put together from the layers of the chapters before."""

from itertools import pairwise

import numpy as np

from ..gradients.numerical_gradient import numerical_gradient
from ..initializers.initializers import he_init, normal_init, xavier_init
from ..normalization.batch_norm import BatchNormalization
from ..regularization.dropout import Dropout
from ..regularization.weight_decay import weight_decay_gradient, weight_decay_loss
from .affine import Affine
from .relu_layer import Relu
from .sigmoid_layer import Sigmoid
from .softmax_with_loss import SoftmaxWithLoss


class MultiLayerNet:
    """A network of affine layers with softmax and cross-entropy at the end.

    Each hidden layer is: affine, then batch norm if use_batchnorm, then the activation, then
    dropout if use_dropout. The output layer is an affine layer alone.

    input_size: D; hidden_size_list: the number of units of each hidden layer; output_size: K;
    activation: "relu" or "sigmoid";
    weight_init_std: "he" or "relu", "xavier" or "sigmoid", or a number, for all weights alike;
    weight_decay_lambda: λ; the loss includes ½ λ Σ W² over the weights W1, W2, … of all layers;
    use_batchnorm: γ starts at ones, β at zeros, momentum 0.9;
    use_dropout, dropout_ratio: dropout after each hidden activation;
    rng: the numpy.random.Generator of the weights and the dropout masks, from which nothing else
    is drawn; None makes a new one.

    params: a dict of the arrays that are learned. Layer i = 1, 2, … has "W<i>" (inputs, outputs)
    and "b<i>" (outputs,), which starts at zeros; with batch norm, each hidden layer i also has
    "gamma<i>" and "beta<i>" (outputs,). They are the very arrays that the layers hold, so that an
    in-place update of net.params["W1"] changes what the network computes. No method changes what
    it is given: x, t, hidden_size_list and the arrays in params are left unchanged.

    Source: Deep Learning from Scratch, sections 5.7 and 6.1 to 6.4.

    >>> rng = np.random.default_rng(0)
    >>> net = MultiLayerNet(4, [6, 5], 3, "sigmoid", use_batchnorm=True, rng=rng)
    >>> print(*(f"{key}{array.shape}" for key, array in sorted(net.params.items())))
    W1(4, 6) W2(6, 5) W3(5, 3) b1(6,) b2(5,) b3(3,) beta1(6,) beta2(5,) gamma1(6,) gamma2(5,)
    >>> x, t = np.array([[1.0, 0, 2, 0], [0, 3, 0, 1], [0, 1, 1, 0]]), np.array([0, 2, 1])
    >>> analytic, numerical = net.gradient(x, t), net.numerical_gradient(x, t)
    >>> all(np.allclose(analytic[key], numerical[key], atol=1e-6) for key in net.params)
    True
    """

    def __init__(
        self,
        input_size,
        hidden_size_list,
        output_size,
        activation="relu",
        weight_init_std="he",
        weight_decay_lambda=0,
        use_batchnorm=False,
        use_dropout=False,
        dropout_ratio=0.5,
        rng=None,
    ):
        """Make the parameters, and the layers that hold them."""
        # TODO: for each layer, put its W (from self.initial_weights) and b into self.params
        # TODO: make an Affine layer of these two arrays
        # TODO: after each Affine but the last, add batch norm, activation and dropout as wanted
        # TODO: put gamma and beta of each batch norm into self.params as well
        # TODO: keep a SoftmaxWithLoss for the end, and what else the other methods need
        rng = np.random.default_rng(rng)
        activations = {"relu": Relu, "sigmoid": Sigmoid}
        sizes = [input_size, *hidden_size_list, output_size]
        self.depth = len(sizes) - 1
        self.weight_decay_lambda = weight_decay_lambda
        self.params = {}
        self.layers = {}
        for i, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
            W = self.params[f"W{i}"] = self.initial_weights(weight_init_std, n_in, n_out, rng)
            b = self.params[f"b{i}"] = np.zeros(n_out)
            self.layers[f"affine{i}"] = Affine(W, b)
            if i == self.depth:
                break
            if use_batchnorm:
                gamma = self.params[f"gamma{i}"] = np.ones(n_out)
                beta = self.params[f"beta{i}"] = np.zeros(n_out)
                self.layers[f"batch_norm{i}"] = BatchNormalization(gamma, beta)
            self.layers[f"activation{i}"] = activations[activation]()
            if use_dropout:
                self.layers[f"dropout{i}"] = Dropout(dropout_ratio, rng)
        self.last_layer = SoftmaxWithLoss()

    @staticmethod
    def initial_weights(weight_init_std, n_in, n_out, rng):
        """Weights (n_in, n_out) for one layer.

        "he" or "relu": he_init; "xavier" or "sigmoid": xavier_init; a number: normal_init.
        """
        # TODO: return what the right one of the three functions gives
        if weight_init_std in ("he", "relu"):
            return he_init(n_in, n_out, rng)
        if weight_init_std in ("xavier", "sigmoid"):
            return xavier_init(n_in, n_out, rng)
        return normal_init(n_in, n_out, weight_init_std, rng)

    def predict(self, x, train_flg=False):
        """The scores (N, K) of the output layer, before softmax.

        x: (N, D); train_flg: whether batch norm and dropout work as in training.
        """
        # TODO: pass x through the layers in turn; batch norm and dropout also take train_flg
        for layer in self.layers.values():
            if isinstance(layer, BatchNormalization | Dropout):
                x = layer.forward(x, train_flg)
            else:
                x = layer.forward(x)
        return x

    def loss(self, x, t, train_flg=False):
        """Mean cross-entropy plus weight decay, a float.

        x: (N, D); t: labels (N,) or one-hot (N, K); train_flg: as in predict.
        The weight decay counts with either train_flg.
        """
        # TODO: return the last layer's loss of the scores plus weight_decay_loss
        scores = self.predict(x, train_flg)
        decay = weight_decay_loss(self.params, self.weight_decay_lambda)
        return self.last_layer.forward(scores, t) + decay

    def accuracy(self, x, t):
        """The fraction of samples whose highest score is at the right class, at inference.

        x: (N, D); t: labels (N,) or one-hot (N, K). Returns a float.
        """
        # TODO: find the class with the highest score in each row, and the right class
        # TODO: return the fraction of rows where they agree
        labels = t if t.ndim == 1 else t.argmax(axis=1)
        return np.mean(self.predict(x).argmax(axis=1) == labels)

    def numerical_gradient(self, x, t):
        """∂loss/∂params by central differences, in training mode: a slow check of gradient.

        Returns a dict with the keys of params. Each of its evaluations of the loss counts as a
        training step for batch norm's running statistics; with dropout each one draws a mask of
        its own, so that the differences mean nothing.
        """
        # TODO: take numerical_gradient of the training loss with respect to each array of params
        return {
            key: numerical_gradient(lambda _: self.loss(x, t, train_flg=True), array)
            for key, array in self.params.items()
        }

    def gradient(self, x, t):
        """∂loss/∂params by backpropagation, in training mode.

        Returns a dict with the keys of params, weight decay included.
        """
        # TODO: run the training loss forward, then go back through all layers in reverse
        # TODO: collect the gradients that the layers stored, under the keys of params
        # TODO: return them with weight_decay_gradient
        self.loss(x, t, train_flg=True)
        dout = self.last_layer.backward()
        for layer in reversed(self.layers.values()):
            dout = layer.backward(dout)

        grads = {}
        for i in range(1, self.depth + 1):
            affine = self.layers[f"affine{i}"]
            grads[f"W{i}"], grads[f"b{i}"] = affine.dW, affine.db
            if f"batch_norm{i}" in self.layers:
                batch_norm = self.layers[f"batch_norm{i}"]
                grads[f"gamma{i}"], grads[f"beta{i}"] = batch_norm.dgamma, batch_norm.dbeta
        return weight_decay_gradient(self.params, grads, self.weight_decay_lambda)
