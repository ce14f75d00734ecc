"""The web page: nothing that a submission says acts on it, and it fits a phone."""

import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import axe_core_python
import pytest
from browser import Browser, browser
from conftest import ROOT, Run, SmallCourse, run_grader

from grader.contents.course import Chapter, Course, Exercise
from grader.report import verdict as reports
from grader.report.failure import Failure
from grader.report.page import MAX_FIGURES, SENTENCES, Extra, lightened, page
from grader.report.verdict import ExerciseReport, NamedMistake, PartReport, Report

HOSTILE = (
    "</pre></code></title><script>document.documentElement.dataset.acted = 1</script>"
    '<img src=x onerror="document.documentElement.dataset.acted = 1">'
    "' onmouseover='alert(1) \" autofocus onfocus=\"alert(1) javascript:alert(1) &lt;"
    " {{ 7 * 7 }} {% raw %} {# ''"
)
# What cannot be seen: a null byte, an escape sequence, text from right to left, half a character.
UNSEEN = "\x00 \x1b[31m \u202e \ud800"

HARMLESS_TAGS = """
    html head meta title style body header main section article h1 h2 h3 p strong progress ul li
    a span details summary div pre code figure img
"""
HARMLESS_ATTRIBUTES = """
    lang charset name content http-equiv class id href value max open title alt src tabindex
    aria-hidden aria-label
"""


class Reader(HTMLParser):
    """Collects a page's text, and whatever in it could act or reach out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.active: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HARMLESS_TAGS.split():
            self.active.append(tag)
        for name, value in attrs:
            if name not in HARMLESS_ATTRIBUTES.split():
                self.active.append(f"{tag} {name}")
            within = re.match(r"#|data:image/|[\w./%-]*README\.md$", value or "")
            if name in ("href", "src") and not within:
                self.active.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile_page() -> str:
    """A page in which every text that can come from outside is hostile."""
    said = HOSTILE + UNSEEN
    failure = Failure("assertion", note=said)
    failed = reports.TestReport(said, "failed", said, failure=failure)
    entries = [
        ExerciseReport(
            name=f"{HOSTILE}/{status}",
            title=said,
            status=status,
            sha256=said,
            tests_expected=3,
            path=said,
            score=1.0,
            max_score=3.0,
            parts=[
                PartReport(said, 2.0, 0.0, [failed] * 3),
                PartReport(said, 1.0, 1.0, [reports.TestReport(said, "passed")]),
            ],
            mistakes=[NamedMistake(said, said, said)],
        )
        for status in ("failed", "error", "solved", "not started")
    ]
    report = Report(
        version=1,
        target=said,
        mode="submission",
        score=4.0,
        max_score=12.0,
        seconds=1.0,
        confinement=said,
        seed=0,
        python=said,
        numpy=said,
        exercises=entries,
        faults=[said],
    )
    exercises = tuple(Exercise(entry.name, said, ROOT) for entry in entries)
    course = Course(ROOT, said, (Chapter(said, said, exercises),))
    extras = [Extra(said, WIDE, NARROW, "", "README.md", said, said), Extra(None, note=said)]
    extras.append(Extra(said, hint=said))
    names = [entry.name for entry in entries]
    finale = Extra(svg=WIDE, narrow=NARROW, note=said)
    return page(course, report, dict(zip(names, extras, strict=False)), said, finale, said)


def test_hostile_text_is_shown_and_does_nothing() -> None:
    text = hostile_page()
    read = Reader(text)
    assert read.active == []
    assert read.text.count(HOSTILE) > 20, "what was said is shown as it was said"
    assert f"What happened: {HOSTILE}" in read.text and f"More about it: {HOSTILE}" in read.text
    assert not re.search("[\x00\x1b\u202e\ud800]", text)
    assert "default-src 'none'" in text


# In a real browser, where there is one, driven from outside: the page's own rules against scripts
# stand. The reader above checks the same on every machine.

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LOOK = """({
    acted: document.documentElement.dataset.acted ?? "",
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ground: getComputedStyle(document.body).backgroundColor,
    shown: [...document.images].filter(each => each.checkVisibility()).map(each => each.width),
})"""
JUDGE = """axe.run({resultTypes: ["violations"]}).then(found => found.violations.map(
    each => `${each.id}: ${each.nodes.map(node => node.html + node.failureSummary).join("; ")}`))"""
NARROW = b"<svg xmlns='http://www.w3.org/2000/svg' width='300' height='9'><g id='narrow'/></svg>"
SPOILT = '<h5>Low</h5><p style="color:#ccc">Pale letters</p>'
WIDE = b"<svg xmlns='http://www.w3.org/2000/svg' width='800' height='9'/>"


def test_a_browser_shows_it_whole_and_readable_to_all_on_a_phone_and_on_a_desk(
    tmp_path: Path,
) -> None:
    """No wider than the screen, light and dark, nothing in it acts, axe finds nothing to mend."""
    if browser() is None:
        return
    file = tmp_path / "page.html"
    file.write_text(hostile_page(), encoding="utf-8")
    with Browser(tmp_path / "profile") as driven:
        for width, scheme, ground in (
            (390, "dark", "rgb(20, 23, 26)"),
            (1200, "light", "rgb(255, 255, 255)"),
        ):
            driven.open(file.as_uri(), width, scheme)
            seen = driven.ask(LOOK)
            assert (seen["acted"], seen["overflow"], seen["ground"]) == ("", 0, ground)
            assert seen["shown"] == [300 if width == 390 else 800] * 2
            driven.ask(AXE + "; 1")
            assert driven.ask(JUDGE) == []
        driven.ask(f"document.querySelector('main').innerHTML = '{SPOILT}'")
        assert len(driven.ask(JUDGE)) == 2, "a heading that is too low, and letters too pale"


# The command

GOOD = "def double(x):\n    return 2.0 * x\n"
BAD = (
    'def double(x):\n    print("<script>printed</script>")\n'
    '    raise ValueError("<script>raised</script>")\n'
)
UNTOUCHED = "def double(x):\n    raise NotImplementedError\n"
FIGURE = """\
import numpy as np


def measure(module):
    return {"line": module.double(np.arange(3.0))}


def draw(figure, reference, yours):
    figure.subplots().plot(reference["line"])
"""


@pytest.fixture(scope="module")
def reported(small_course: Callable[..., SmallCourse]) -> tuple[SmallCourse, Run]:
    course = small_course({"good": GOOD, "bad": BAD, "later": UNTOUCHED})
    course.write("course/figures/bad/good.py", FIGURE)
    style = (ROOT / "course/figures/style.mplstyle").read_text(encoding="utf-8")
    course.write("course/figures/style.mplstyle", style)
    return course, run_grader("report", "--plots", folder=course.folder)


def test_the_command_writes_verdicts_code_and_figures(
    reported: tuple[SmallCourse, Run],
) -> None:
    course, run = reported
    assert (run.status, run.stdout) == (0, "report.html\n"), run.stderr
    text = (course.folder / "report.html").read_text(encoding="utf-8")
    read = Reader(text)
    assert read.active == []
    assert "3 of 9 points" in read.text
    assert "1 of 3 exercises solved" in read.text
    assert "    return 2.0 * x" in read.text
    assert hashlib.sha256(GOOD.encode()).hexdigest() in read.text
    assert "double raised ValueError: <script>raised</script>" in read.text
    assert "Your code printed:<script>printed</script>" in read.text.replace("\n", "")
    assert text.count(' src="data:image/svg+xml,') == 2, "for wide screens and narrow ones"
    assert text.count('href="exercises/bad/README.md"') == 3
    assert "grader hint later" in read.text and "grader hint good" not in read.text
    assert "raise NotImplementedError" not in read.text, "what is not started takes one row"


def test_an_old_figure_is_not_shown(reported: tuple[SmallCourse, Run]) -> None:
    course, _ = reported
    course.write("exercises/bad/good.py", GOOD + "\n# better\n")
    run = run_grader("report", "--output", "later.html", folder=course.folder)
    assert run.status == 0, run.stderr
    text = (course.folder / "later.html").read_text(encoding="utf-8")
    assert "data:image" not in text.partition("<body>")[2]
    assert "shows an older version" in text


def test_a_page_that_cannot_be_written_is_a_sentence(reported: tuple[SmallCourse, Run]) -> None:
    course, _ = reported
    run = run_grader("report", "--output", "nowhere/page.html", folder=course.folder)
    assert run.status == 2
    assert run.stderr.startswith("The report cannot be written to nowhere")
    assert len(run.stderr.splitlines()) == 2  # a sentence, and the call that works


def test_the_largest_figures_are_left_out_of_a_page_that_would_be_too_large() -> None:
    svg = {name: b"<svg>" + b"x" * (MAX_FIGURES * part // 100) for name, part in
           {"small": 10, "large": 30, "middle": 20}.items()}  # fmt: skip
    extras = {name: Extra("", each, each, redraw=f"plot {name}") for name, each in svg.items()}
    kept = lightened(extras)
    assert [name for name in kept if kept[name].svg] == ["small", "middle"]
    assert kept["large"].note.endswith("this draws it: plot large") and not kept["large"].narrow


def test_code_that_is_not_the_graded_code_is_not_shown() -> None:
    text = hostile_page()
    assert SENTENCES["no_code"] in Reader(text).text
