"""The paths of all optimizers; momentum is the learner's."""

from functools import partial

from course.figures.optimizers import race

measure = partial(race.measure, "momentum")
draw = partial(race.draw, "momentum")
animate = partial(race.animate, "momentum")
FRAMES = race.FRAMES
