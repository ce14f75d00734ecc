"""The pictures that READMEs show are those that the program makes today."""

import html
import json
import re

import pytest
from conftest import ROOT

from docs.pictures import make

AGAIN = "nox -s pictures draws it again"


@pytest.mark.parametrize("name", [*make.FIGURES, make.FINALE])
def test_a_picture_is_of_the_code_that_draws_it(name: str) -> None:
    known = json.loads(make.SOURCES.read_text("utf-8"))
    assert known[name] == make.fingerprint(name), AGAIN
    assert make.file_of(name).read_bytes()[:4] == b"\x89PNG"


def test_a_fingerprint_knows_all_that_a_picture_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own module, what that imports, the solution, what that imports, and the style."""
    changed = (
        "course/figures/training/train.py",
        "course/figures/pens.py",
        "course/figures/style.mplstyle",
        "solutions/training/train.py",
        "solutions/training/mini_batch.py",
        "solutions/activations/softmax.py",
    )
    before = make.fingerprint("training/train")
    read = type(ROOT).read_bytes
    for path in changed:
        with monkeypatch.context() as patch:
            patch.setattr(
                type(ROOT),
                "read_bytes",
                lambda file, path=path: read(file) + b"\n#" * (file == ROOT / path),
            )
            assert make.fingerprint("training/train") != before, path


def test_readmes_show_every_picture_and_all_are_small() -> None:
    readmes = [ROOT / "README.md", *(ROOT / "exercises").glob("*/README.md")]
    shown = {
        (readme.parent / path).resolve()
        for readme in readmes
        for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", readme.read_text("utf-8"))
    }
    kept = {path for path in make.HERE.iterdir() if path.suffix in (".png", ".svg")}
    assert shown == kept
    assert all(path.stat().st_size <= make.MOST for path in kept)
    assert sum(path.stat().st_size for path in kept) < 1_500_000


def test_the_verdict_in_the_readme_is_the_programs() -> None:
    text = make.verdict()
    assert f"{make.BEGIN}```\n{text}```\n{make.END}" in make.README.read_text("utf-8"), AGAIN
    assert "What happened: " in text and f"grade -- {make.EXERCISE.split('/')[1]}" in (
        make.README.read_text("utf-8")
    )
    svg = (make.HERE / "verdict.svg").read_text("utf-8")
    body = re.sub(r"<[^>]+>", " ", svg.partition("</defs>")[2])
    assert "".join(text.split()) in "".join(html.unescape(body).split()), AGAIN
    assert "font-face" not in svg and "url(http" not in svg, "nothing is fetched from elsewhere"
