"""Never ends, inside a function of C that looks at no signals."""

import itertools

EXERCISE = "any"
HANGS = True
sum(itertools.repeat(0))
