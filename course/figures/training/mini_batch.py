"""All samples at once, a few or a single one at a time; and which samples are drawn."""

import numpy as np

from course.figures.digits import CLASSES, PIXELS, digits
from course.figures.pens import curve, headline, legend, panels, picture, title
from solutions.networks.two_layer_net import TwoLayerNet

SAMPLES = 240
LOOK = 24  # samples, or one batch, after which the loss is taken
RUNS = {  # batch size, learning rate
    "all 240 at once": (240, 2.0),
    "mini-batches of 24": (24, 1.0),
    "one sample at a time": (1, 0.1),
}
EPOCHS = 8
ROWS = 30  # samples of the pictures, and
DRAWS = 24  # batches, of
DRAWN = 5  # samples each
BESIDE = "Strong lines and both pictures: your code. Pale bands: the reference."


def measure(module):
    """The losses of each run; draws, epochs (ROWS, DRAWS): how often a batch has each row."""
    rng = np.random.default_rng(0)
    rows = np.arange(ROWS)
    drawn = [module.mini_batch(rows[:, None] / 1, rows, DRAWN, rng)[1] for _ in range(DRAWS)]
    shared = []
    while len(shared) < DRAWS:
        shared += module.epoch_batches(ROWS, DRAWN, rng)
    return {
        **{name: learn(module, *run) for name, run in RUNS.items()},
        "draws": counts(drawn),
        "epochs": counts(shared[:DRAWS]),
    }


def counts(batches):
    return np.transpose([np.bincount(batch, minlength=ROWS)[:ROWS] for batch in batches])


def learn(module, size, lr):
    """The loss on all samples, before the first step and then every LOOK samples."""
    (x, t), _ = digits()
    x, t = x[:SAMPLES], t[:SAMPLES]
    net = TwoLayerNet(PIXELS, 20, CLASSES, 0.1, rng=np.random.default_rng(0))
    rng = np.random.default_rng(1)
    losses = [net.loss(x, t)]
    seen = 0
    for _ in range(EPOCHS):
        for rows in module.epoch_batches(SAMPLES, size, rng):
            for key, slope in net.gradient(x[rows], t[rows]).items():
                net.params[key] -= lr * slope
            seen += len(rows)
            if seen % LOOK == 0:
                losses.append(net.loss(x, t))
    return losses


def draw(figure, reference, yours):
    own = yours or reference
    *losses, draws, epochs = panels(figure, 5, 3, 4.5, 4.4, 3.9)
    ends = "; ".join(f"{own[name][-1]:.2g} with {name}" for name in RUNS)
    headline(figure, f"Losses after {EPOCHS} epochs: {ends}")
    for number, (name, (size, lr)) in enumerate(RUNS.items()):
        seen = np.linspace(0, EPOCHS * SAMPLES, len(reference[name]))
        for axes, x in zip(losses, (seen / SAMPLES, seen / size, seen), strict=True):
            both = reference[name], yours and yours[name]
            curve(axes, x, *both, number, f"{name}, lr {lr:g}")
    units = ("epochs", "steps (updates)", "samples seen")
    limits = ((-0.2, EPOCHS), (-2, EPOCHS * SAMPLES / LOOK), (-10, 1.5 * SAMPLES))
    claims = (
        "In equal epochs, the smaller batch has taken more steps",
        "In equal steps, the larger batch has seen more samples",
        "The first samples: a whole batch waits for its only step",
    )
    for axes, unit, limit, claim in zip(losses, units, limits, claims, strict=True):
        axes.set(xlabel=unit, ylabel="loss of all 240 digits", xlim=limit, ylim=(0, 2.7))
        title(axes, claim)
        legend(axes, 1)
    never = np.sum(own["draws"].sum(axis=1) == 0)
    title(draws, f"mini_batch: {DRAWS} draws of {DRAWN} left {never} of {ROWS} samples out")
    times = own["epochs"].sum(axis=1)
    turns = DRAWS * DRAWN // ROWS
    title(epochs, f"epoch_batches: {np.sum(times == turns)} of {ROWS} came once in each epoch")
    for axes, values in ((draws, own["draws"]), (epochs, own["epochs"])):
        picture(axes, values, cmap="Blues", vmin=0, vmax=2.2)
        axes.set(xlabel="batch", ylabel="sample", yticks=range(0, ROWS, 5))
        axes.set(xticks=range(0, DRAWS, 6))
    for end in range(ROWS // DRAWN, DRAWS, ROWS // DRAWN):
        epochs.axvline(end - 0.5, color="#CC0000", linewidth=1)
