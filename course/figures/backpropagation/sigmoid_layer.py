"""The gradient check of the sigmoid layer."""

from functools import partial

from course.figures.backpropagation import elementwise, slopes

measure = partial(elementwise.measure, "Sigmoid")
draw = partial(slopes.draw, elementwise.NAMES)
