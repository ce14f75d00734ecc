"""Learn deep learning by writing it: fill in a file of exercises/, then run `nox -s grade`.

Without nox, `python3 noxfile.py -s grade` does the same. What follows `--` goes to the command:
`nox -s grade -- adagrad`.
"""

# Down to `import nox`, this file runs on a Python that has nothing installed, and its syntax is
# plain, so that a Python that is too old can say so.

import importlib.util
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
NOX = "nox>=2024.4.15"
LEARNERS = "course"  # the environment that editors are told of


def stop(sentence):
    """End with the exit status of bad usage."""
    print(sentence, file=sys.stderr)
    sys.exit(2)


if sys.version_info < (3, 11):
    stop(
        f"This course needs Python 3.11 or newer, and this is Python {sys.version.split()[0]}: "
        "run it with a newer one, such as python3.11 noxfile.py -s grade."
    )

sys.path.insert(0, ROOT)
from grader.words.sessions import interpreter


def environment(name, requirements):
    """Return the Python of the environment .nox/<name>, which holds `requirements`.

    It is made anew unless its installed.txt says that it holds exactly these. That file is written
    last, so that an interrupted installation is not taken for a finished one. Its first line is the
    interpreter behind the environment: where a system upgrade has put another version in its place,
    that one would not see the installed packages.
    """
    folder = os.path.join(ROOT, ".nox", name)
    scripts, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    python = os.path.join(folder, scripts, "python" + suffix)
    record = os.path.join(folder, "installed.txt")
    if os.path.exists(python) and os.path.exists(record):
        with open(record, encoding="utf-8") as file:
            if file.read().splitlines() == [os.path.realpath(python), *requirements]:
                return python

    print(
        f"Setting up {os.path.relpath(folder, ROOT)}, once; this can take a minute.",
        file=sys.stderr,
        flush=True,
    )
    shutil.rmtree(folder, ignore_errors=True)
    install(folder, python, requirements)
    if name == LEARNERS:
        add_direct_runs(folder)
    with open(record, "w", encoding="utf-8") as file:
        file.write("\n".join([os.path.realpath(python), *requirements]) + "\n")
    return python


def add_direct_runs(folder):
    """Have an editor's ▶ run an exercise that imports others, and a REPL find the course."""
    for place, folders, _ in os.walk(folder):
        if os.path.basename(place) == "site-packages":
            with open(os.path.join(place, "course.pth"), "wb") as file:
                file.write(os.fsencode(ROOT) + b"\nimport grader.learner.direct\n")
            folders.clear()


def install(folder, python, requirements):
    """Make a virtual environment in `folder` and install `requirements`, with uv if it is there."""
    uv = shutil.which(os.environ.get("UV") or "uv")  # uvx names its uv in this variable
    if uv:
        create = [uv, "venv", "--quiet", "--python", sys.executable]
        add = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        create = [sys.executable, "-m", "venv"]
        add = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if importlib.util.find_spec("virtualenv"):  # it comes with nox, and is quicker
            create = [sys.executable, "-m", "virtualenv", "--quiet", "--no-periodic-update"]
        elif not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
            stop(
                "This Python lacks the modules venv and ensurepip, which make environments: "
                "install them (on Debian and Ubuntu: sudo apt install python3-venv) and try again."
            )
    if subprocess.call([*create, folder]) != 0:
        stop(f"The environment {folder} could not be made, for the reason printed above.")
    if subprocess.call([*add, *requirements]) != 0:
        stop(
            "The packages could not be installed, for the reason printed above: "
            "is this computer online?"
        )


def with_dashes(words):
    """The same command line where what follows a session is the session's: `-s grade one_hot`."""
    with open(os.path.abspath(__file__), encoding="utf-8") as file:
        text = file.read()
    names = re.findall(r'^grader_session\(\s*"([\w-]+)"', text, re.M)
    names += re.findall(r"^def (\w+)\(session\)", text, re.M)
    flags = [number for number, word in enumerate(words) if word in ("-s", "--session")]
    end = flags[0] + 1 if flags else len(words)
    while end < len(words) and words[end] in names:
        end += 1
    if end >= len(words) or words[end][:1] == "-" or words[end - 1] not in names:
        return words
    return [*words[:end], "--", *(word for word in words[end:] if word != "--")]


words = with_dashes(sys.argv[1:])
if __name__ == "__main__":
    python = sys.executable
    if not importlib.util.find_spec("nox"):
        python = environment(f"nox-{sys.version_info[0]}.{sys.version_info[1]}", [NOX])
    # What the course tells its reader to type next.
    os.environ["COURSE_NOX"] = f"{interpreter(sys.orig_argv)} {sys.argv[0]}"
    command = [python, "-m", "nox", "-f", os.path.abspath(__file__), *words]
    if os.name == "nt":  # exec would give the prompt back before nox has ended
        sys.exit(subprocess.call(command))
    os.execv(python, command)

if words != sys.argv[1:]:  # nox is about to complain; nothing has begun yet
    sys.exit(subprocess.call([sys.executable, "-m", "nox", *words]))

import logging
import tomllib

import nox

nox.needs_version = ">=2024.4.15"  # as in NOX; nox reads it from the source, unevaluated
nox.options.sessions = ["grade"]
if not {"-v", "--verbose"} & set(sys.argv):
    logging.getLogger("nox").setLevel(logging.WARNING)  # the commands speak for themselves


def launcher():
    """How this reader called nox, to be typed again."""
    typed = sys.orig_argv
    if typed[1:3] == ["-m", "nox"]:
        return f"{interpreter(typed)} -m nox"
    found = shutil.which("nox")
    if "UV" in os.environ and (not found or os.path.dirname(found) in sys.executable):
        return "uvx nox"  # which puts its own, passing nox on the PATH
    if found:
        return "nox"
    return "pipx run nox" if shutil.which("pipx") else f"{interpreter(typed)} noxfile.py"


os.environ.setdefault("COURSE_NOX", launcher())


def run(groups, module, *arguments):
    """Run `python -m module` in the environment with these dependency groups.

    nox would make an environment for every session, and exit status 1 of every failure. Here the
    sessions share environments, so that a learner waits once, and a failure ends nox with the
    command's own status. The command has the terminal, and it alone decides what Ctrl-C does.
    """
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        project = tomllib.load(file)
    requirements = list(project["project"]["dependencies"])
    for group in groups:
        requirements += project["dependency-groups"][group]
    name = LEARNERS
    if groups:  # one for each Python that the tests run on
        name = "-".join([name, *groups, f"{sys.version_info[0]}.{sys.version_info[1]}"])
    python = environment(name, requirements)
    process = subprocess.Popen([python, "-m", module, *arguments])
    status = None
    while status is None:
        try:
            status = process.wait()
        except KeyboardInterrupt:
            continue  # the command has received it too
    if status != 0:
        sys.exit(status if status > 0 else 128 - status)


def grader_session(name, summary, *arguments):
    """Add a session that calls `python -m grader` with these arguments and the caller's own."""

    def call(session):
        beyond = any(word.startswith("--scheduler") for word in session.posargs)
        run(["cluster"] if beyond else [], "grader", *arguments, *session.posargs)

    call.__doc__ = summary
    nox.session(call, name=name, venv_backend="none")


grader_session("grade", "Grade the files of exercises/.", "grade")
grader_session("watch", "Grade a file again whenever it is saved.", "watch")
grader_session("kata", "Practise what you have solved, ten minutes a day.", "kata")
grader_session("hint", "Show the next hint for an exercise.", "hint")
grader_session("solution", "Show the reference solution of an exercise.", "solution")
grader_session("reset", "Start an exercise afresh; your file is kept as a backup.", "reset")
grader_session("run", "Run an exercise as a program, to see what it prints.", "run")
grader_session("shell", "Open a Python prompt with your functions at hand.", "shell")
grader_session("hand-in", "Make the zip to hand in.", "hand-in")
grader_session("list", "List the exercises.", "list")
grader_session("plot", "Draw the figures of the course from your own functions.", "plot")
grader_session("finale", "Train the network of your own files, and see what it reads.", "finale")
grader_session("report", "Write the report of a grading for a web page or another tool.", "report")
grader_session(
    "solutions",
    "Grade the reference solutions, which must win every point.",
    *("grade", "--target", "solutions", "--strict"),
)
grader_session("class", "Grade a class from the zip of its hand-ins, and give it back.", "class")
grader_session("kit", "Make what is handed out to learners, or uploaded to Gradescope.", "kit")
grader_session("new", "Make the files of a new exercise, or add a mistake to one.", "new")
grader_session("stubs", "Write exercises/ from solutions/.", "stubs")


@nox.session(venv_backend="none")
def dask(session):
    """Start a part of a cluster that grades: `-- scheduler`, `-- worker ADDRESS`."""
    run(["cluster"], "dask", *session.posargs)


@nox.session(venv_backend="none")
def certify(session):
    """Prove that the suites can be trusted and, with the whole course, that no attack succeeds."""
    run([], "grader", "certify", *session.posargs)
    if not session.posargs:
        run([], "tests.attack_runner")


# For authors: a learner's kit ends here.


@nox.session(venv_backend="none")
def tests(session):
    """Run the project's own tests."""
    # A file is one process's, so that its fixtures are made once; tests/conftest.py has the order.
    processes = str((os.cpu_count() or 1) + 1)  # one more than cores: some only wait
    side_by_side = ["-n", processes, "--dist", "loadfile", "--no-loadscope-reorder"]
    options = ["--ignore=tests/test_pytorch.py", *side_by_side, *session.posargs]
    run(["tests", "lint"], "pytest", *options)


@nox.session(venv_backend="none")
def attacks(session):
    """Try all attacks as an ordinary user, at each level; `tests` has a sample."""
    os.environ.setdefault("ATTACKS", "all")
    run(["tests", "lint"], "pytest", "tests/test_corpus.py", *session.posargs)


@nox.session(venv_backend="none")
def repair(session):
    """Say how often hints made from a file name its wrong line: slow, so many cases as named."""
    run(["tests", "lint"], "tests.repair_table", *session.posargs)


@nox.session(venv_backend="none")
def fuzz(session):
    """Send the judge forged and damaged answers for an hour, or for FUZZ_SECONDS."""
    os.environ.setdefault("FUZZ_SECONDS", "3600")
    run(["tests", "lint"], "pytest", "tests/test_fuzz.py", *session.posargs)


@nox.session(venv_backend="none")
def crosscheck(session):
    """Compare the reference solutions with PyTorch."""
    # The build without CUDA is smaller by gigabytes. pip cannot choose it by itself: there,
    # set PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu.
    os.environ.setdefault("UV_TORCH_BACKEND", "cpu")
    run(["tests", "torch"], "pytest", "tests/test_pytorch.py", *session.posargs)


@nox.session(venv_backend="none")
def bench(session):
    """Measure what grading costs, as ratios to plain pytest."""
    run([], "bench", *session.posargs)


@nox.session(venv_backend="none")
def pictures(session):
    """Make the pictures of the READMEs again, all or those that are named."""
    run([], "docs.pictures.make", *session.posargs)


@nox.session(venv_backend="none")
def lint(session):
    """Check style, format and types."""
    run(["tests", "lint"], "ruff", "check", *session.posargs)
    run(["tests", "lint"], "ruff", "format", "--check", *session.posargs)
    run(["tests", "lint"], "mypy")
