"""The autograder for Gradescope: a zip with the course, and with what brings its Python along."""

from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from ..contents.course import Course, UsageError
from ..words.text import clean
from .files import ENGINE, gathered, write_whole, zipped

PYTHON = "3.13.18"  # one that this uv knows, with its checksum
UV = "0.13.9"
UV_HASHES = (
    "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",  # x86-64
    "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",  # ARM
)
# What grading needs of the project's dependencies; each brings its own.
NEEDED = ("msgpack", "numpy", "pytest", "rich")
LINUX = {
    "extra": "",
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": PYTHON,
    "python_version": PYTHON.rpartition(".")[0],
    "sys_platform": "linux",
}

EXISTS = "{path} exists already, and nothing is overwritten. Name another file, for example:"
NOT_INSTALLED = "{name} is not installed here, so the kit cannot say which version it needs."
MADE = "{path} is ready to be uploaded to Gradescope; it grades all {count} exercises."


def build(target: Path, course: Course) -> str:
    """Write the zip; what was done, as a sentence. Raises UsageError."""
    if target.exists():
        other = target.with_name(f"{target.stem}-2{target.suffix}")
        raise UsageError(EXISTS.format(path=clean(str(target))), instead=(str(target), str(other)))
    here = Path(__file__).parent
    trees = ("course.toml", "LICENSE", *ENGINE, "solutions", "course/suites", "course/mistakes")
    files = {
        f"course/{name}": content
        for name, content in gathered(course.root, *trees, *course.shared).items()
    }
    files |= {
        "setup.sh": (here / "gradescope_setup.sh").read_bytes(),
        "run_autograder": (here / "gradescope_run.sh").read_bytes(),
        "python.txt": f"{PYTHON}\n".encode(),
        "requirements.txt": "".join(f"{line}\n" for line in pinned(NEEDED)).encode(),
        "uv.txt": f"uv=={UV} {' '.join(f'--hash=sha256:{each}' for each in UV_HASHES)}\n".encode(),
    }
    write_whole(target, zipped(files))
    return MADE.format(path=clean(str(target)), count=len(course.exercises))


def pinned(names: tuple[str, ...]) -> list[str]:
    """These packages and all that they need on Linux, in the versions that are installed here.

    Raises UsageError.
    """
    found: dict[str, str] = {}
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = f"{name}=={version(name)}"
        except PackageNotFoundError:
            raise UsageError(NOT_INSTALLED.format(name=name)) from None
        for text in requires(name) or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate(LINUX):
                waiting.append(requirement.name.lower())
    return sorted(found.values())
