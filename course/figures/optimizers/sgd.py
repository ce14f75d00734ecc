"""The paths of all optimizers; sgd is the learner's."""

from functools import partial

from course.figures.optimizers import race

measure = partial(race.measure, "sgd")
draw = partial(race.draw, "sgd")
animate = partial(race.animate, "sgd")
FRAMES = race.FRAMES
