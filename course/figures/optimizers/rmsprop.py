"""The paths of all optimizers; rmsprop is the learner's."""

from functools import partial

from course.figures.optimizers import race

measure = partial(race.measure, "rmsprop")
draw = partial(race.draw, "rmsprop")
animate = partial(race.animate, "rmsprop")
FRAMES = race.FRAMES
