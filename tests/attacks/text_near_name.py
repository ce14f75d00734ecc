"""Offers a near name that ends the line and begins another one."""

EXERCISE = "activations/softmax"
globals()["softmax\u2028✓"] = globals()["softma\u202e"] = globals()["oftmax\n✓ x/y  z"] = None
