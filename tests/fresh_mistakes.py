"""Wrong code that is in no catalogue, written without a look at what the search for repairs tries.

By the same author, though, and after it: so it is no blind trial.

Each is a whole file in a learner's own way of writing; the lines that end in `# wrong` are those
where the mistake is. The search sees the files without these marks.
"""

MARK = "  # wrong"

FRESH: list[tuple[str, str]] = [
    ("losses/sum_squares_error", """\
import numpy as np
def sum_squares_error(y, t):
    diff = y - t
    return np.mean(diff ** 2) / 2  # wrong
"""),
    ("losses/cross_entropy_error_batch", """\
import numpy as np
def cross_entropy_error(y, t):
    if y.ndim == 1:
        t = t.reshape(1, -1)
        y = y.reshape(1, -1)
    n = y.shape[1]  # wrong
    total = np.sum(t * np.log(y + 1e-7))
    return -total / n
"""),
    ("losses/cross_entropy_error", """\
import numpy as np
def cross_entropy_error(y, t):
    delta = 1e-7
    return -np.sum(y * np.log(t + delta))  # wrong
"""),
    ("gradients/numerical_diff", """\
def numerical_diff(f, x):
    h = 1e-4
    return (f(x + h) - f(x - h)) / h  # wrong
def tangent_line(f, x):
    a = numerical_diff(f, x)
    b = f(x) - a * x
    return a, b
"""),
    ("gradients/numerical_gradient", """\
import numpy as np
def numerical_gradient(f, x):
    h = 1e-4
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        idx = it.multi_index
        tmp = x[idx]
        x[idx] = tmp + h
        f1 = f(x)
        x[idx] = tmp - h
        f2 = f(x)
        grad[idx] = (f1 - f2) / 2 * h  # wrong
        x[idx] = tmp
        it.iternext()
    return grad
"""),
    ("gradients/gradient_descent", """\
import numpy as np
from .numerical_gradient import numerical_gradient
def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = init_x.copy()
    history = []
    for i in range(step_num):
        history.append(x)  # wrong
        x -= lr * numerical_gradient(f, x)
    return x, np.array(history)
"""),
    ("activations/sigmoid", """\
import numpy as np
def sigmoid(x):
    x = np.clip(x, -500, 500)
    return 1 / (1 + np.exp(-x))
def sigmoid_grad(x):
    s = sigmoid(x)
    return s * (1 - x)  # wrong
"""),
    ("activations/softmax", """\
import numpy as np
def softmax(x):
    c = np.max(x, axis=-1, keepdims=True)
    e = np.exp(x - c)
    s = np.sum(e, axis=-1)  # wrong
    return e / s
"""),
    ("activations/relu", """\
import numpy as np
def relu(x):
    return np.maximum(x, 0.0)
def relu_grad(x):
    g = np.zeros_like(x)
    g[x >= 0] = 1.0  # wrong
    return g
"""),
    ("optimizers/sgd", """\
class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr
    def update(self, params, grads):
        for k in params:
            params[k] -= grads[k]  # wrong
"""),
    ("optimizers/momentum", """\
import numpy as np
class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None
    def update(self, params, grads):
        if self.v is None:
            self.v = {}
            for k, p in params.items():
                self.v[k] = np.zeros_like(p)
        for k in params:
            self.v[k] = self.momentum * self.v[k] - grads[k]  # wrong
            params[k] += self.v[k]
"""),
    ("optimizers/adagrad", """\
import numpy as np
class AdaGrad:
    def __init__(self, lr=0.01):
        self.lr = lr
        self.h = None
    def update(self, params, grads):
        if self.h is None:
            self.h = {}
            for key, val in params.items():
                self.h[key] = np.zeros_like(val)
        for key in params.keys():
            self.h[key] = grads[key] * grads[key]  # wrong
            params[key] -= self.lr * grads[key] / (np.sqrt(self.h[key]) + 1e-7)
"""),
    ("optimizers/rmsprop", """\
import numpy as np
class RMSprop:
    def __init__(self, lr=0.01, decay_rate=0.99):
        self.lr = lr
        self.decay_rate = decay_rate
        self.h = None
    def update(self, params, grads):
        if self.h is None:
            self.h = {k: np.zeros_like(v) for k, v in params.items()}
        for k in params:
            g = grads[k]
            self.h[k] *= self.decay_rate
            self.h[k] += (1 - self.decay_rate) * g  # wrong
            params[k] -= self.lr * g / (np.sqrt(self.h[k]) + 1e-7)
"""),
    ("optimizers/adam", """\
import numpy as np
class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.iter = 0
        self.m = None
        self.v = None
    def update(self, params, grads):
        if self.m is None:
            self.m, self.v = {}, {}
            for key, val in params.items():
                self.m[key] = np.zeros_like(val)
                self.v[key] = np.zeros_like(val)
        self.iter += 1
        lr_t = self.lr * np.sqrt(1.0 - self.beta2) / (1.0 - self.beta1**self.iter)  # wrong
        for key in params.keys():
            self.m[key] += (1 - self.beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - self.beta2) * (grads[key] ** 2 - self.v[key])
            params[key] -= lr_t * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)
"""),
    ("backpropagation/affine", """\
import numpy as np
class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.x = None
        self.shape = None
        self.dW = None
        self.db = None
    def forward(self, x):
        self.shape = x.shape
        x = x.reshape(x.shape[0], -1)
        self.x = x
        return np.dot(x, self.W) + self.b
    def backward(self, dout):
        dx = np.dot(dout, self.W.T)
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout)  # wrong
        return dx.reshape(*self.shape)
"""),
    ("backpropagation/relu_layer", """\
class Relu:
    def __init__(self):
        self.mask = None
    def forward(self, x):
        self.mask = x <= 0
        out = x  # wrong
        out[self.mask] = 0
        return out
    def backward(self, dout):
        dx = dout.copy()
        dx[self.mask] = 0
        return dx
"""),
    ("backpropagation/sigmoid_layer", """\
import numpy as np
class Sigmoid:
    def __init__(self):
        self.out = None
    def forward(self, x):
        out = 1 / (1 + np.exp(-x))
        self.out = x  # wrong
        return out
    def backward(self, dout):
        return dout * (1.0 - self.out) * self.out
"""),
    ("regularization/dropout", """\
import numpy as np
class Dropout:
    def __init__(self, dropout_ratio=0.5, rng=None):
        self.dropout_ratio = dropout_ratio
        self.rng = np.random.default_rng(rng)
        self.mask = None
    def forward(self, x, train_flg=True):
        if train_flg:
            self.mask = self.rng.random(x.shape) < self.dropout_ratio  # wrong
            return x * self.mask
        else:
            return x * (1.0 - self.dropout_ratio)
    def backward(self, dout):
        return dout * self.mask
"""),
    ("losses/one_hot", """\
import numpy as np
def one_hot(labels, class_count):
    out = np.zeros((len(labels), class_count))
    for i in range(len(labels)):
        out[i][i] = 1  # wrong
    return out
"""),
    ("training/mini_batch", """\
import numpy as np
def mini_batch(x, t, batch_size, rng):
    mask = rng.choice(x.shape[0], batch_size)
    return x[mask], t[:batch_size]  # wrong
def epoch_batches(train_size, batch_size, rng):
    order = rng.permutation(train_size)
    return [order[i : i + batch_size] for i in range(0, train_size, batch_size)]
"""),
    ("losses/one_hot", """\
import numpy as np
def one_hot(labels, class_count):
    result = np.zeros((len(labels), class_count))
    for row in range(class_count):  # wrong
        result[row, labels[row]] = 1
    return result
"""),
    ("gradients/numerical_diff", """\
def numerical_diff(f, x):
    h = 1e-4
    return (f(x + h) - f(x - h)) / (2 * h)
def tangent_line(f, x):
    slope = numerical_diff(f, x)
    intercept = slope * x - f(x)  # wrong
    return slope, intercept
"""),
    ("gradients/numerical_gradient", """\
import numpy as np
def numerical_gradient(f, x):
    h = 1e-4
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        idx = it.multi_index
        tmp = x[idx]
        x[idx] = tmp + h
        fxh1 = f(x)
        x[idx] -= h  # wrong
        fxh2 = f(x)
        grad[idx] = (fxh1 - fxh2) / (2 * h)
        x[idx] = tmp
        it.iternext()
    return grad
"""),
    ("training/mini_batch", """\
import numpy as np
def mini_batch(x, t, batch_size, rng):
    idx = rng.choice(batch_size, batch_size)  # wrong
    return x[idx], t[idx]
def epoch_batches(train_size, batch_size, rng):
    idx = rng.permutation(train_size)
    batches = []
    for i in range(0, train_size, batch_size):
        batches.append(idx[i:i + batch_size])
    return batches
"""),
    ("initializers/initializers", """\
import numpy as np
def normal_init(n_in, n_out, std, rng):
    return rng.normal(0, std, size=(n_in, n_out))
def xavier_init(n_in, n_out, rng):
    return rng.normal(0, 1 / n_in, size=(n_in, n_out))  # wrong
def he_init(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))
"""),
    ("initializers/layer_activations", """\
import numpy as np
def layer_activations(x, init, activation, layer_count, rng):
    result = []
    n = x.shape[1]
    w = init(n, n, rng)  # wrong
    for i in range(layer_count):
        x = activation(np.dot(x, w))
        result.append(x)
    return result
"""),
    ("regularization/weight_decay", """\
import numpy as np
def weight_decay_loss(params, weight_decay_lambda):
    total = 0
    for key in params:
        if key[0] == "W":
            total += np.sum(params[key] ** 2)
        return 0.5 * weight_decay_lambda * total  # wrong
def weight_decay_gradient(params, grads, weight_decay_lambda):
    new = {}
    for key in params:
        if key[0] == "W":
            new[key] = grads[key] + weight_decay_lambda * params[key]
        else:
            new[key] = grads[key]
    return new
"""),
    ("losses/one_hot", """\
import numpy as np
def one_hot(labels, class_count):
    result = []
    for label in labels:
        row = [0] * class_count
        row[label] = 1
        result.append(row)
    return result  # wrong
"""),
]  # fmt: skip
