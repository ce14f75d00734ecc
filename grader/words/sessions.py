"""How this reader starts a session: with nox, or with the noxfile alone where nox is missing."""

import os

NOX = os.environ.get("COURSE_NOX", "nox")  # set by noxfile.py when it had to bring nox itself
