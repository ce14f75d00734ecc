"""The paths of all optimizers; adagrad is the learner's."""

from functools import partial

from course.figures.optimizers import race

measure = partial(race.measure, "adagrad")
draw = partial(race.draw, "adagrad")
animate = partial(race.animate, "adagrad")
FRAMES = race.FRAMES
