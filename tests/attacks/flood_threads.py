"""Starts threads until no more can be started."""

import threading
import time

EXERCISE = "any"
while True:
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
