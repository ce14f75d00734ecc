"""The paths of all optimizers; adam is the learner's."""

from functools import partial

from course.figures.optimizers import race

measure = partial(race.measure, "adam")
draw = partial(race.draw, "adam")
animate = partial(race.animate, "adam")
FRAMES = race.FRAMES
