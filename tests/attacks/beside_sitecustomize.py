"""Brings what Python runs at its start, sitecustomize and a .pth file, and another course.toml."""

EXERCISE = "losses/cross_entropy_error_batch"
FILES = {
    "sitecustomize.py usercustomize.py losses/sitecustomize.py": "import os\nos._exit(0)\n",
    "attack.pth losses/attack.pth": "import os; os._exit(0)\n",
    "course.toml": "title = 'another course'\nchapter = []\n",
}
