"""Makes what READMEs show, from the real program: python -m docs.pictures.make [NAME…]

Pictures of figures stand here, a PNG for each of FIGURES, the finale and a terminal as SVG; the
verdict in the main README stands between two comments. sources.json remembers for each picture a
hash of the code that draws it, and tests/test_pictures.py says when that has changed since.
"""

import ast
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources.json"
README = ROOT / "README.md"
TOO_LARGE = "The picture {name} cannot be made small enough."
BEGIN, END = "<!-- verdict: docs/pictures/make.py writes it -->\n", "<!-- end of verdict -->\n"

# One for each chapter's README.
FIGURES = (
    "losses/sum_squares_error",
    "gradients/gradient_descent",
    "activations/sigmoid",
    "networks/two_layer_net",
    "training/train",
    "backpropagation/multi_layer_net",
    "optimizers/adam",
    "initializers/layer_activations",
    "normalization/batch_norm",
    "regularization/dropout",
    "tuning/random_search",
)
FINALE, VERDICT = "finale", "verdict"
MOST = 60_000  # bytes of a PNG file
SIZES = ((1000, 64), (860, 64), (760, 64), (640, 48))  # its width and colours: the first that fit
COLUMNS = 88  # of the terminal
# What the learner of the verdict has written.
EXERCISE, MISTAKE = "losses/one_hot", "only-classes-that-occur"
TIMED = re.compile(r"\n[^\n\w]*(\x1b\[\d+m)?Graded in [\d.]+ s\.")


def main(wanted: list[str]) -> None:
    """Make the pictures that are named, or all."""
    names = [*FIGURES, FINALE, VERDICT]
    known = json.loads(SOURCES.read_text("utf-8")) if SOURCES.exists() else {}
    for name in wanted or names:
        if name == VERDICT:
            text = verdict()
            (HERE / "verdict.svg").write_text(terminal_svg(verdict(colours=True)), "utf-8")
            write_readme(text)
        else:
            draw(name)
            known[name] = fingerprint(name)
    kept = {name: known[name] for name in sorted(known) if name in names}
    SOURCES.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


def file_of(name: str) -> Path:
    """Where the picture of a figure is."""
    return HERE / f"{name.replace('/', '-')}.png"


def draw(name: str) -> None:
    """Draw a figure from the solutions, and keep it small."""
    from PIL import Image

    arguments = ["finale"] if name == FINALE else ["plot", name, "--no-show"]
    grader(*arguments, "--target", "solutions", folder=ROOT)
    image = Image.open(ROOT / "plots" / f"{name}.png").convert("RGB")
    for width, colours in SIZES:
        small = image.resize((width, image.height * width // image.width), Image.Resampling.LANCZOS)
        small = small.quantize(colours, dither=Image.Dither.NONE)
        small.save(file_of(name), optimize=True)
        if file_of(name).stat().st_size <= MOST:
            return
    raise SystemExit(TOO_LARGE.format(name=name))


def fingerprint(name: str) -> str:
    """A hash of all the code of the course that draws a figure and that it draws."""
    wanted = [f"course.figures.{name.replace('/', '.')}"]
    if name == FINALE:
        wanted += ["solutions.backpropagation.multi_layer_net", "solutions.training.train"]
    else:
        wanted.append(f"solutions.{name.replace('/', '.')}")
    found: dict[str, bytes] = {}
    for module in wanted:  # which grows
        path = ROOT / f"{module.replace('.', '/')}.py"
        if module not in found and path.is_file():
            found[module] = path.read_bytes()
            wanted.extend(sorted(_imports(found[module], module)))
    found["style"] = (ROOT / "course/figures/style.mplstyle").read_bytes()
    digest = hashlib.sha256()
    for module, source in sorted(found.items()):
        digest.update(f"{module} {len(source)}\n".encode() + source)
    return digest.hexdigest()


def _imports(source: bytes, module: str) -> Iterator[str]:
    above = module.split(".")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*above[: -node.level], node.module or ""] if node.level else
                            [node.module or ""]).rstrip(".")  # fmt: skip
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def verdict(colours: bool = False) -> str:
    """What the grader says to a learner who has made this mistake; colours: as a terminal does."""
    from grader.contents.course import Course
    from grader.contents.mistakes import load_knowledge

    exercise = Course.load(ROOT).one(EXERCISE)
    (mistake,) = (m for m in load_knowledge(exercise).mistakes if m.name == MISTAKE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("grader", "course", "solutions", "exercises", "dataset"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "course.toml", folder)
        (folder / "exercises" / f"{EXERCISE}.py").write_text(mistake.source, "utf-8")
        size = {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)} if colours else {}
        text = grader("grade", exercise.stem, folder=folder, COURSE_NOX="nox", **size)
    # From there on it says how long it took on this machine, and what comes next.
    return text[: TIMED.search(text).start()].rstrip() + "\n"


def terminal_svg(text: str) -> str:
    """A terminal that shows this, below the command."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, file=io.StringIO(), width=COLUMNS, force_terminal=True)
    console.print(f"$ nox -s grade -- {EXERCISE.split('/')[1]}", style="bold", highlight=False)
    console.print(Text.from_ansi(text))
    svg = console.export_svg(title="A verdict", unique_id="verdict")
    # No font is fetched from elsewhere: the reader's own does.
    start, end = svg.index("@font-face"), svg.rindex("@font-face")
    return svg[:start] + svg[svg.index("}", end) + 1 :]


def write_readme(text: str) -> None:
    """Put the verdict between its two comments."""
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}```\n{text}```\n{END}{after}", "utf-8")


def grader(*arguments: str, folder: Path, **variables: str) -> str:
    """What a command prints."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **variables}
    command = [sys.executable, "-m", "grader", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    return done.stdout.decode()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(sys.argv[1:])
