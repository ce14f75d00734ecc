"""The paths of all optimizers; nesterov is the learner's."""

from functools import partial

from course.figures.optimizers import race

measure = partial(race.measure, "nesterov")
draw = partial(race.draw, "nesterov")
animate = partial(race.animate, "nesterov")
FRAMES = race.FRAMES
