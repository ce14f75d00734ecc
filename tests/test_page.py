"""The web page: nothing that a submission says acts on it, and it fits a phone."""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT, Run, SmallCourse, run_grader

from grader.contents.course import Chapter, Course, Exercise
from grader.report import verdict as reports
from grader.report.failure import Failure
from grader.report.page import NO_CODE, Extra, page
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
    html head meta title style body header main section h1 h2 p strong progress ul li a span
    details summary div pre code figure img
"""
HARMLESS_ATTRIBUTES = """
    lang charset name content http-equiv class id href value max open title alt src tabindex
    aria-hidden
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
            if name in ("href", "src") and not (value or "").startswith(("#", "data:image/")):
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
    extras = [Extra(said, b"<svg onload='alert(1)'/>"), Extra(None, note=said), Extra(said)]
    names = [entry.name for entry in entries]
    return page(course, report, dict(zip(names, extras, strict=False)), said)


def test_hostile_text_is_shown_and_does_nothing() -> None:
    text = hostile_page()
    read = Reader(text)
    assert read.active == []
    assert read.text.count(HOSTILE) > 20, "what was said is shown as it was said"
    assert f"What happened: {HOSTILE}" in read.text and f"More about it: {HOSTILE}" in read.text
    assert not re.search("[\x00\x1b\u202e\ud800]", text)
    assert "default-src 'none'" in text


# In a real browser, where there is one; the page's own rules against scripts are taken out first,
# so that the escaping stands alone. The reader above checks the same on every machine.

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync
    --disable-background-networking --disable-component-update --hide-scrollbars
"""
POLICY = re.compile(r"<meta http-equiv=.*?>")
MEASURE = """<script>
const root = document.documentElement;
root.dataset.ran = 1;
root.dataset.overflow = root.scrollWidth - root.clientWidth;
root.dataset.ground = getComputedStyle(document.body).backgroundColor;
</script>"""


def in_browser(text: str, folder: Path, *options: str) -> str | None:
    """What a browser makes of a page, None if there is no browser here."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return None
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [browser, *OPTIONS.split(), profile, *options, "--dump-dom", file.as_uri()]
    return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout.decode()


@pytest.mark.parametrize(
    "width, scheme, ground", [(390, 0, "rgb(20, 23, 26)"), (1200, 1, "rgb(255, 255, 255)")]
)
def test_a_browser_shows_it_whole_dark_on_a_phone_and_light_on_a_desk(
    tmp_path: Path, width: int, scheme: int, ground: str
) -> None:
    text = hostile_page()
    assert text.count("prefers-color-scheme: dark") == 1
    assert POLICY.search(text)
    measured = POLICY.sub("", text).replace("</body>", f"{MEASURE}</body>")
    wanted = f"--window-size={width},900", f"--blink-settings=preferredColorScheme={scheme}"
    seen = in_browser(measured, tmp_path, *wanted)
    if seen is not None:
        root = re.search("<html.*?>", seen)
        assert root
        assert 'data-ran="1"' in root[0]
        assert "data-acted" not in root[0]
        assert 'data-overflow="0"' in root[0], "the page is wider than the screen"
        assert f'data-ground="{ground}"' in root[0]
        measured = seen.replace(root[0], "")
    assert Reader(measured.replace(MEASURE, "")).active == []


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
    assert text.count('src="data:image/svg+xml;base64,') == 1
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


def test_code_that_is_not_the_graded_code_is_not_shown() -> None:
    text = hostile_page()
    assert NO_CODE in Reader(text).text
