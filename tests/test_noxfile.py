"""The noxfile, run as a learner runs it, with a uv and a grader that only record their calls."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

UV = f"""\
#!{sys.executable}
import os, pathlib, sys
with open("uv.log", "a", encoding="utf-8") as log:
    print(*sys.argv[1:], file=log)
if sys.argv[1] == "venv":
    python = pathlib.Path(sys.argv[-1], "bin", "python")
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\\nexec "{sys.executable}" "$@"\\n', encoding="utf-8")
    python.chmod(0o755)
if sys.argv[1] == "pip":
    sys.exit(os.path.exists("offline"))
"""

GRADER = """\
import sys

print("grader", *sys.argv[1:])
print("the grader's own complaint", file=sys.stderr)
sys.exit(int(sys.argv[-1]) if sys.argv[-1].isdigit() else 0)
"""

WITHOUT_MODULES = """\
import runpy, sys

modules, sys.argv = sys.argv[1].split(), sys.argv[2:]
sys.modules.update(dict.fromkeys(modules))
runpy.run_path(sys.argv[0], run_name="__main__")
"""


class Repository:
    """A folder with this project's noxfile and pyproject.toml, the recording uv and the grader."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "grader" / "words").mkdir(parents=True)
        for name in ["noxfile.py", "pyproject.toml", "grader/words/sessions.py"]:
            shutil.copy(ROOT / name, folder / name)
        (folder / "grader" / "__main__.py").write_text(GRADER, encoding="utf-8")
        (folder / "uv").write_text(UV, encoding="utf-8")
        (folder / "uv").chmod(0o755)

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "UV": str(self.folder / "uv"), **variables}
        environment.pop("NOXSESSION", None)
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def nox(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "nox", *arguments)

    def without(self, modules: str, *arguments: str, **variables: str):
        """Run noxfile.py with a Python that lacks these modules."""
        return self.run("-c", WITHOUT_MODULES, modules, "noxfile.py", *arguments, **variables)

    def installations(self) -> list[list[str]]:
        """For each call of `uv pip install`, what was to be installed."""
        log = (self.folder / "uv.log").read_text(encoding="utf-8").splitlines()
        calls = [line.split() for line in log if line.startswith("pip install")]
        return [call[call.index("--python") + 2 :] for call in calls]


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path)


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_old_pythons_can_parse_the_file():
    ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_old_python_is_told_so(repository):
    script = "import runpy, sys; sys.version_info = (3, 10, 2); runpy.run_path('noxfile.py')"
    done = repository.run("-c", script)
    assert done.returncode == 2
    assert done.stderr.startswith("This course needs Python 3.11 or newer")
    assert len(done.stderr.splitlines()) == 1


def test_environment_is_made_once(repository):
    first = repository.nox("-s", "grade", "--", "adagrad", "--format", "json")
    second = repository.nox("-s", "grade", "--", "adagrad", "--format", "json")
    assert repository.installations() == [project()["project"]["dependencies"]]
    assert first.stderr.startswith("Setting up ")
    assert second.returncode == 0
    assert second.stdout == "grader grade adagrad --format json\n"
    assert second.stderr == "the grader's own complaint\n"


def test_sessions_share_the_environment_of_learners(repository):
    """Bare nox grades, and nobody waits for development tools before grading."""
    assert repository.nox().stdout == "grader grade\n"
    done = repository.nox("-s", "hint", "solutions", "--", "adagrad")
    assert done.stdout.splitlines() == [
        "grader hint adagrad",
        "grader grade --target solutions --strict adagrad",
    ]
    assert repository.installations() == [project()["project"]["dependencies"]]


def test_a_cluster_is_installed_for_those_who_have_one(repository):
    done = repository.nox("-s", "class", "--", "hw.zip", "--scheduler=tcp://here")
    assert done.stdout == "grader class hw.zip --scheduler=tcp://here\n"
    wanted = [*project()["project"]["dependencies"], *project()["dependency-groups"]["cluster"]]
    assert repository.installations() == [wanted]


def test_new_requirement_is_installed(repository):
    repository.nox("-s", "list")
    file = repository.folder / "pyproject.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("line-length = 100", "line-length = 99"), encoding="utf-8")
    repository.nox("-s", "list")
    assert len(repository.installations()) == 1
    file.write_text(text.replace('"rich>=', '"rich>=1,>='), encoding="utf-8")
    repository.nox("-s", "list")
    assert len(repository.installations()) == 2


def test_environment_is_made_anew_for_another_interpreter(repository):
    repository.nox("-s", "list")
    [record] = repository.folder.glob(".nox/*/installed.txt")
    interpreter, *requirements = record.read_text(encoding="utf-8").splitlines()
    record.write_text("\n".join([interpreter + "0", *requirements]), encoding="utf-8")
    assert repository.nox("-s", "list").returncode == 0
    assert len(repository.installations()) == 2


def test_failed_installation_is_told_and_tried_again(repository):
    (repository.folder / "offline").touch()
    failed = repository.nox("-s", "grade")
    assert failed.returncode == 2
    assert failed.stdout == ""
    assert failed.stderr.splitlines()[-1].endswith("is this computer online?")
    (repository.folder / "offline").unlink()
    assert repository.nox("-s", "grade").returncode == 0
    assert len(repository.installations()) == 2


def test_exit_status_is_the_graders(repository):
    done = repository.nox("-s", "grade", "--", "3")
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == "the grader's own complaint"


def test_python_without_nox_makes_an_environment_for_it(repository):
    first = repository.without("nox", "-s", "grade", "--", "adagrad")
    second = repository.without("nox", "-s", "grade", "--", "adagrad")
    assert first.stdout == second.stdout == "grader grade adagrad\n"
    [nox], course = repository.installations()
    assert nox.startswith("nox>=")
    assert nox in project()["dependency-groups"]["tests"]
    assert course == project()["project"]["dependencies"]


def test_python_without_venv_is_told_so(repository):
    done = repository.without("nox virtualenv ensurepip", UV="no-such-program")
    assert done.returncode == 2
    assert "python3-venv" in done.stderr.splitlines()[-1]


ADVICE = """\
import sys
sys.path.insert(0, ".")
from grader.words.sessions import command
print(command("grade", "adagrad"))
"""


def test_advised_commands_work_when_they_are_pasted(repository):
    """Whatever way the noxfile was called is the way that is advised."""
    (repository.folder / "grader" / "__main__.py").write_text(ADVICE, encoding="utf-8")
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"

    def advised(*command: str) -> str:
        environment = {**os.environ, "UV": str(repository.folder / "uv"), "PATH": path}
        environment.pop("COURSE_NOX", None)
        done = subprocess.run(
            command, cwd=repository.folder, env=environment, capture_output=True, text=True
        )
        return done.stdout.strip()

    assert advised("python3", "-m", "grader") == "python3 -m grader grade adagrad"
    for call in ("python3 noxfile.py", "python3 -m nox"):
        assert advised(*call.split(), "-s", "list") == f"{call} -s grade -- adagrad"


def test_what_follows_a_session_belongs_to_it_without_dashes(repository):
    done = repository.run("noxfile.py", "-s", "grade", "adagrad", "--format", "json")
    assert done.stdout == "grader grade adagrad --format json\n", done.stderr
    assert repository.nox("-s", "grade", "adagrad").stdout == "grader grade adagrad\n"
    assert repository.nox("-s", "hint", "grade").stdout == "grader hint\ngrader grade\n"
