from ..activations.softmax import softmax
from ..gradients.numerical_gradient import numerical_gradient
from ..losses.cross_entropy_error_label import cross_entropy_error


class SimpleNet:
    def __init__(self, rng):
        # The book draws with np.random.randn.
        self.W = rng.standard_normal((2, 3))

    def predict(self, x):
        return x.dot(self.W)

    def loss(self, x, t):
        z = self.predict(x)
        y = softmax(z)
        loss = cross_entropy_error(y, t)

        return loss

    def gradient(self, x, t):
        # In the book, this is done beside the class.
        f = lambda w: self.loss(x, t)
        return numerical_gradient(f, self.W)
