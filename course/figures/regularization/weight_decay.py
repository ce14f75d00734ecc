"""300 digits with and without weight decay."""

import numpy as np

from course.figures.digits import CLASSES, PIXELS, SameArrays
from course.figures.regularization import overfitting
from solutions.backpropagation.multi_layer_net import MultiLayerNet

DECAY = 0.01


def measure(module):
    return {"accuracies": train(module.weight_decay_gradient)}


def train(decayed):
    """The accuracies of a network whose gradient goes through decayed(params, grads, λ)."""
    rng = np.random.default_rng(0)
    net = MultiLayerNet(
        PIXELS, overfitting.HIDDEN, CLASSES, weight_init_std=overfitting.WEIGHT_STD, rng=rng
    )
    arrays = SameArrays()

    def learn(x, t):
        grads = decayed(net.params, arrays.dict(net.gradient(x, t)), DECAY)
        for key, param in net.params.items():
            param -= overfitting.LR * grads[key]

    return overfitting.accuracies(learn, net.accuracy)


def draw(figure, reference, yours):
    without = train(lambda params, grads, decay: grads)
    overfitting.draw(f"Weight decay of {DECAY}", without, figure, reference, yours)
