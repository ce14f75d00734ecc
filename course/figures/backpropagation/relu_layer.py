"""The gradient check of the ReLU layer."""

from functools import partial

from course.figures.backpropagation import elementwise, slopes

measure = partial(elementwise.measure, "Relu")
draw = partial(slopes.draw, elementwise.NAMES)
