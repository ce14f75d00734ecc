"""Changes the mode and the time of its own file, for other tools to be fooled."""

import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "make, rename and remove files and change their modes, but not write into them"
status = os.stat(__file__)
os.chmod(__file__, status.st_mode)
os.utime(__file__, ns=(status.st_atime_ns, status.st_mtime_ns))
