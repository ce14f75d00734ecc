"""Calls an earlier solution so that it fails, and the report quotes its line."""

from ..activations.sigmoid import sigmoid
from ..activations.softmax import softmax
from ..losses import cross_entropy_error_label as losses
from ..losses.one_hot import one_hot

EXERCISE = "networks/two_layer_net"


class TwoLayerNet:
    def __init__(self, *sizes, **options):
        self.params = {}

    def predict(self, x):
        return softmax(None)

    def loss(self, x, t):
        return losses.cross_entropy_error(None, None)

    def accuracy(self, x, t):
        return sigmoid(None)

    def gradient(self, x, t):
        return one_hot(None, None)
