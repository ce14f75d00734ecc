"""Makes links to the solution."""

import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "make, rename and remove files and change their modes, but not write into them"
own = f"{__file__}.{os.getpid()}"
os.symlink(f"/proc/{os.getppid()}/cwd/solutions", own + ".link")
os.link(__file__, own + ".second")
os.unlink(own + ".link")
os.unlink(own + ".second")
