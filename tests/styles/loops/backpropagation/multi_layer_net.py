import numpy as np

from ..gradients.numerical_gradient import numerical_gradient
from ..initializers.initializers import he_init, normal_init, xavier_init
from ..normalization.batch_norm import BatchNormalization
from ..regularization.dropout import Dropout
from .affine import Affine
from .relu_layer import Relu
from .sigmoid_layer import Sigmoid
from .softmax_with_loss import SoftmaxWithLoss


class MultiLayerNet:
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
        if rng is None:
            rng = np.random.default_rng()
        self.weight_decay_lambda = weight_decay_lambda
        sizes = [input_size]
        for size in hidden_size_list:
            sizes.append(size)
        sizes.append(output_size)
        self.count = len(sizes) - 1
        self.params = {}
        self.affines = []
        self.norms = []
        self.activations = []
        self.dropouts = []
        for i in range(1, self.count + 1):
            if weight_init_std == "he" or weight_init_std == "relu":
                W = he_init(sizes[i - 1], sizes[i], rng)
            elif weight_init_std == "xavier" or weight_init_std == "sigmoid":
                W = xavier_init(sizes[i - 1], sizes[i], rng)
            else:
                W = normal_init(sizes[i - 1], sizes[i], weight_init_std, rng)
            b = np.zeros(sizes[i])
            self.params["W" + str(i)] = W
            self.params["b" + str(i)] = b
            self.affines.append(Affine(W, b))
        for i in range(1, self.count):
            if use_batchnorm:
                gamma = np.ones(sizes[i])
                beta = np.zeros(sizes[i])
                self.params["gamma" + str(i)] = gamma
                self.params["beta" + str(i)] = beta
                self.norms.append(BatchNormalization(gamma, beta))
            if activation == "relu":
                self.activations.append(Relu())
            else:
                self.activations.append(Sigmoid())
            if use_dropout:
                self.dropouts.append(Dropout(dropout_ratio, rng))
        self.last = SoftmaxWithLoss()
        print("sizes", sizes)

    def predict(self, x, train_flg=False):
        for i in range(self.count - 1):
            x = self.affines[i].forward(x)
            if self.norms:
                x = self.norms[i].forward(x, train_flg)
            x = self.activations[i].forward(x)
            if self.dropouts:
                x = self.dropouts[i].forward(x, train_flg)
        return self.affines[-1].forward(x)

    def loss(self, x, t, train_flg=False):
        loss = self.last.forward(self.predict(x, train_flg), t)
        for i in range(1, self.count + 1):
            loss += 0.5 * self.weight_decay_lambda * np.sum(self.params["W" + str(i)] ** 2)
        return loss

    def accuracy(self, x, t):
        scores = self.predict(x)
        right = 0
        for n in range(len(x)):
            label = t[n]
            if t.ndim == 2:
                label = np.argmax(t[n])
            if np.argmax(scores[n]) == label:
                right += 1
        print(right, "of", len(x), "are right")
        return right / len(x)

    def numerical_gradient(self, x, t):
        def f(array):
            return self.loss(x, t, train_flg=True)

        grads = {}
        for key in self.params:
            grads[key] = numerical_gradient(f, self.params[key])
        return grads

    def gradient(self, x, t):
        self.loss(x, t, train_flg=True)
        dout = self.last.backward()
        dout = self.affines[-1].backward(dout)
        for i in range(self.count - 2, -1, -1):
            if self.dropouts:
                dout = self.dropouts[i].backward(dout)
            dout = self.activations[i].backward(dout)
            if self.norms:
                dout = self.norms[i].backward(dout)
            dout = self.affines[i].backward(dout)
        grads = {}
        for i in range(1, self.count + 1):
            affine = self.affines[i - 1]
            grads["W" + str(i)] = affine.dW + self.weight_decay_lambda * affine.W
            grads["b" + str(i)] = affine.db
        for i in range(1, len(self.norms) + 1):
            grads["gamma" + str(i)] = self.norms[i - 1].dgamma
            grads["beta" + str(i)] = self.norms[i - 1].dbeta
        return grads
