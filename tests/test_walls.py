"""The walls of the house: which room may import which. docs/architecture.md has the picture."""

import ast
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

ROOMS = {  # below grader/; each may import itself, and what stands here
    "contents": set(),
    "wire": set(),
    "sandbox": {"wire"},
    "words": {"wire"},
    "report": {"contents", "words"},
    "submission": {"wire", "words", "report"},
    "judge": {"contents", "wire", "words", "report", "submission", "sandbox", "edits", "expect"},
    "plots": {"contents", "words", "submission", "judge"},
    "edits": set(),
    "certify": {"contents", "submission", "judge", "expect"},
    "terminal": {"contents", "words", "report"},
    "learner": {"contents", "wire", "words", "report", "terminal", "submission", "judge", "plots"},
    "author": {"contents", "words", "report", "terminal", "judge", "submission", "certify"},
    "classroom": {"contents", "words", "report", "submission", "judge"},
    "kits": {"contents", "words"},
    "expect": set(),
    "cli": {"contents", "words"},
    "__main__": {"cli"},
    "__init__": set(),
}
ROOMS["commands"] = {*ROOMS} - {"cli", "__main__"}  # nobody imports from there
COURSE = {  # below course/; what these may import besides their own tree
    "suites": {"grader.expect", "solutions", "dataset", "numpy", "pytest"},
    "figures": {"solutions", "dataset", "numpy", "matplotlib"},
    "mistakes": set(),
}
PLAIN = {"__future__", "collections", "contextlib", "functools", "itertools", "math", "typing"}
PLAIN |= {"textwrap", "types"}


def imports(path: Path, root: Path = ROOT) -> Iterator[tuple[int, str]]:
    """(line, whole dotted name) of every import in a file."""
    package = path.relative_to(root).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def breaches(root: Path = ROOT) -> list[str]:
    """Every import through a wall, as file:line and what it imports."""
    found = []
    for path in sorted((root / "grader").rglob("*.py")):
        room = path.relative_to(root / "grader").parts[0].removesuffix(".py")
        for line, name in imports(path, root):
            top, _, rest = name.partition(".")
            other = rest.split(".")[0]
            wrong = top in ("course", "solutions", "tests", "bench", "exercises")
            if top == "grader" and other != room and other not in ROOMS[room]:
                wrong = (root / "grader" / other).is_dir() or other in ROOMS
            if wrong:
                found.append(f"{path.relative_to(root).as_posix()}:{line} imports {name}")
    for path in sorted((root / "course").rglob("*.py")):
        tree = path.relative_to(root / "course").parts[0]
        allowed = COURSE[tree] | PLAIN | {f"course.{tree}"}
        for line, name in imports(path, root):
            if not any(name == each or name.startswith(f"{each}.") for each in allowed):
                found.append(f"{path.relative_to(root).as_posix()}:{line} imports {name}")
    return found


def test_no_import_goes_through_a_wall() -> None:
    assert not breaches(), "\n".join(breaches())


def test_every_package_has_a_row() -> None:
    rooms = {p.name.removesuffix(".py") for p in (ROOT / "grader").iterdir() if p.name[0] != "."}
    assert rooms - {"__pycache__"} == set(ROOMS)
    trees = {path.name for path in (ROOT / "course").iterdir() if path.name[0] != "."}
    assert trees - {"__pycache__"} == set(COURSE)


def test_a_planted_import_is_found(tmp_path: Path) -> None:
    planted = {
        "grader/sandbox/worker.py": "from ..contents.course import Course\n",
        "grader/wire/values.py": "def late():\n    from grader.judge import grading\n",
        "grader/learner/watch.py": "import os\nfrom ..commands import grade\n",
        "grader/judge/run.py": "import course.suites.steps\n",
        "grader/report/page.py": "from .. import judge\n",
        "course/suites/losses/test_one_hot.py": "from grader.judge import grading\n",
        "course/figures/losses/one_hot.py": "import subprocess\n",
    }
    for name, text in planted.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = [text.split(":")[0] for text in breaches(tmp_path)]
    assert sorted(found) == sorted(planted)
