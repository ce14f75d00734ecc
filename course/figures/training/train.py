"""Loss and accuracies while a network learns the digits."""

from types import SimpleNamespace

import numpy as np

from course.figures.digits import CLASSES, PIXELS, SameArrays, digits, smooth
from course.figures.pens import curve
from solutions.networks.two_layer_net import TwoLayerNet

DEADLINE = 30.0
ITERATIONS = 420
BATCH_SIZE = 50
LR = 1.0


def measure(module):
    """loss (ITERATIONS,), train_accuracy and test_accuracy (epochs,)"""
    train, test = digits()
    net = TwoLayerNet(PIXELS, 30, CLASSES, weight_init_std=0.1, rng=np.random.default_rng(0))
    arrays = SameArrays()
    network = SimpleNamespace(
        params=net.params,
        gradient=lambda x, t: arrays.dict(net.gradient(x, t)),
        loss=net.loss,
        accuracy=net.accuracy,
    )
    settings = {"iterations": ITERATIONS, "batch_size": BATCH_SIZE, "learning_rate": LR}
    history = module.train(network, *train, *test, **settings, rng=np.random.default_rng(0))
    return {name: history[name] for name in ("loss", "train_accuracy", "test_accuracy")}


def draw(figure, reference, yours):
    figure.set_size_inches(11.5, 4.8)
    left, right = figure.subplots(1, 2)
    own = yours and smooth(yours["loss"])
    curve(left, np.arange(ITERATIONS), smooth(reference["loss"]), own)
    left.set(title="Training loss", ylim=(0, 2.5))
    left.set(xlabel=f"iteration, {BATCH_SIZE} digits each", ylabel="loss of the batch")
    epochs = np.arange(len(reference["train_accuracy"]))
    names = {"train_accuracy": "training digits", "test_accuracy": "test digits"}
    for number, (name, label) in enumerate(names.items()):
        curve(right, epochs, reference[name], yours and yours[name], number, label)
    right.set(title="Accuracy", xlabel="epoch", ylabel="accuracy", ylim=(0, 1.02))
    right.legend(loc="lower right")
