"""Loss and accuracies while a network learns the digits, and what it has learned."""

from types import SimpleNamespace

import numpy as np

from course.figures.digits import CLASSES, PIXELS, SameArrays, digits
from course.figures.pens import SMOOTHED, curve, headline, legend, noisy, panels, title
from course.figures.training import reading
from solutions.networks.two_layer_net import TwoLayerNet

DEADLINE = 30.0
ITERATIONS = 420
BATCH_SIZE = 50
LR = 1.0
BESIDE = (
    "Strong lines, and all digits and weights: of a network that your code trained. "
    "Pale bands: the reference."
)


def measure(module):
    """loss (ITERATIONS + 1,), from before the first step on; accuracies (epochs,); the network"""
    train, test = ([part.copy() for part in pair] for pair in digits())
    net = TwoLayerNet(PIXELS, 30, CLASSES, weight_init_std=0.1, rng=np.random.default_rng(0))
    arrays = SameArrays()
    before = []

    def gradient(x, t):
        """The slopes of the loss"""
        if not before:
            before.append(net.loss(x, t))
        return arrays.dict(net.gradient(x, t))

    network = SimpleNamespace(
        params=net.params, gradient=gradient, loss=net.loss, accuracy=net.accuracy
    )
    settings = {"iterations": ITERATIONS, "batch_size": BATCH_SIZE, "learning_rate": LR}
    history = module.train(network, *train, *test, **settings, rng=np.random.default_rng(0))
    return {
        "loss": [*before[:1], *history["loss"]],
        "train_accuracy": history["train_accuracy"],
        "test_accuracy": history["test_accuracy"],
        "probabilities": net.predict(test[0]),
        "weights": net.params["W1"],
    }


def draw(figure, reference, yours):
    own = yours or reference
    left, right, *pictures = panels(figure, 6, 2, 5.8, 4.7, reading.NARROW_HEIGHTS)
    good = np.sum(reading.right(own["probabilities"]))
    headline(figure, f"The trained network reads {good} of {len(own['probabilities'])} test digits")
    steps = np.arange(len(reference["loss"]))
    noisy(left, steps, reference["loss"], yours and yours["loss"], 0, SMOOTHED)
    left.set(xlabel=f"steps, {BATCH_SIZE} digits each", ylabel="loss of the batch", ylim=(0, 2.6))
    title(left, f"The loss goes from {own['loss'][0]:.2f} to {np.mean(own['loss'][-9:]):.2f}")
    legend(left, 1)
    epochs = np.arange(len(reference["train_accuracy"]))
    names = {"train_accuracy": "training digits", "test_accuracy": "test digits"}
    for number, (name, label) in enumerate(names.items()):
        curve(right, epochs, reference[name], yours and yours[name], number, label)
    right.set(xlabel="epoch", ylabel="accuracy", ylim=(0, 1.02))
    ends = [own[name][-1] for name in names]
    title(right, f"At the end {ends[0]:.1%} of the training digits and {ends[1]:.1%} of the others")
    legend(right)
    reading.draw(pictures, own["probabilities"], own["weights"])
