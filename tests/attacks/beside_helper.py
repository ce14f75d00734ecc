"""Imports a file beside it that was not asked for."""

from . import helper

EXERCISE = "gradients/numerical_gradient"
FILES = {"gradients/helper.py helper.py": "import numpy as np\n"}
numerical_gradient = helper.np.gradient
