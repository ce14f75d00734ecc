import numpy as np

from ..gradients.numerical_gradient import numerical_gradient
from ..initializers import initializers as init
from ..normalization.batch_norm import BatchNormalization
from ..regularization.dropout import Dropout
from ..regularization.weight_decay import weight_decay_gradient, weight_decay_loss
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
        rng = np.random.default_rng(rng)
        named = {"he": init.he_init, "xavier": init.xavier_init}
        named |= {"relu": init.he_init, "sigmoid": init.xavier_init}
        draw = named.get(
            weight_init_std, lambda m, n, rng: init.normal_init(m, n, weight_init_std, rng)
        )
        self.decay, self.params, self.layers, self.owners = weight_decay_lambda, {}, [], {}
        n, last = [input_size, *hidden_size_list, output_size], len(hidden_size_list) + 1
        for i in range(1, last + 1):
            self.add(Affine, i, W=draw(n[i - 1], n[i], rng), b=np.zeros(n[i]))
            if i < last:
                if use_batchnorm:
                    self.add(BatchNormalization, i, gamma=np.ones(n[i]), beta=np.zeros(n[i]))
                self.layers.append({"relu": Relu, "sigmoid": Sigmoid}[activation]())
                if use_dropout:
                    self.layers.append(Dropout(dropout_ratio, rng))
        self.top = SoftmaxWithLoss()

    def add(self, kind, i, **arrays):
        self.layers.append(kind(*arrays.values()))
        for name, array in arrays.items():
            self.params[f"{name}{i}"] = array
            self.owners[f"{name}{i}"] = self.layers[-1], "d" + name

    def predict(self, x, train_flg=False):
        for layer in self.layers:
            flag = (train_flg,) * isinstance(layer, (BatchNormalization, Dropout))
            x = layer.forward(x, *flag)
        return x

    def loss(self, x, t, train_flg=False):
        loss = self.top.forward(self.predict(x, train_flg), t)
        return loss + weight_decay_loss(self.params, self.decay)

    def accuracy(self, x, t):
        return np.mean(self.predict(x).argmax(1) == (t.argmax(1) if t.ndim == 2 else t))

    def numerical_gradient(self, x, t):
        def loss(_):
            return self.loss(x, t, True)

        return {key: numerical_gradient(loss, array) for key, array in self.params.items()}

    def gradient(self, x, t):
        self.loss(x, t, True)
        dout = self.top.backward()
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)
        grads = {key: getattr(*owner) for key, owner in self.owners.items()}
        return weight_decay_gradient(self.params, grads, self.decay)
