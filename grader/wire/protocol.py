"""What both sides of the border must know alike: letters, numbers and names, no code."""

import struct
from typing import Literal

Level = Literal["landlock", "limits", "none"]  # of confinement, the strongest first

# Between judge and worker
ANSWER, CALLBACK = b"a", b"c"  # the first byte of every frame that a worker sends
CALL_NUMBER = struct.Struct("<I")  # begins every request, and stands again in its answer
AFRESH = 0  # the number of a request for another session, with other sources in place of some
VERSIONS = 0xFFFFFFFF  # of one for the answers of many versions of a file, each in its own frame

# Between judge and server: a letter and a process id, to BRANCH the judge's own; an exit code
# comes back from WAIT
REQUEST = struct.Struct("<cI")
STATUS = struct.Struct("<i")
FORK, KILL, WAIT, BRANCH = b"f", b"k", b"w", b"b"
