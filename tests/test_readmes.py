"""What READMEs claim: every example prints what stands there, every link leads somewhere."""

import doctest
import re
from pathlib import Path

import pytest
from conftest import ROOT

READMES = [ROOT / "README.md", *sorted((ROOT / "exercises").glob("*/README.md"))]
each_readme = pytest.mark.parametrize(
    "readme", READMES, ids=lambda path: str(path.relative_to(ROOT))
)
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(readme: Path, answers: str) -> list[doctest.DocTest]:
    """The ```python blocks with prompts, as if the exercises were those of another package."""
    text = readme.read_text("utf-8")
    names: dict[str, object] = {}
    found = []
    for match in BLOCK.finditer(text):
        if ">>>" in match[1]:
            source = re.sub(r"\b(from|import) exercises\.", rf"\1 {answers}.", match[1])
            line = text.count("\n", 0, match.start(1))
            parser = doctest.DocTestParser()
            found.append(parser.get_doctest(source, names, readme.name, str(readme), line))
    return found


# Of the right answers in other styles, beginners' loops print too much for this.
@pytest.mark.parametrize("answers", ["solutions", "styles.book", "styles.terse"])
@each_readme
def test_examples_print_what_stands_there(readme: Path, answers: str) -> None:
    found = examples(readme, answers)
    runner = doctest.DocTestRunner()
    names: dict[str, object] = {}
    report: list[str] = []
    for example in found:
        example.globs = names  # one reader, one session
        runner.run(example, out=report.append, clear_globs=False)
    assert runner.failures == 0, "".join(report)
    assert found or readme.parent == ROOT


@each_readme
def test_links_lead_to_files_that_exist(readme: Path) -> None:
    text = BLOCK.sub("", readme.read_text("utf-8"))
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (readme.parent / target).exists(), target


@each_readme
def test_formulas_and_blocks_are_closed(readme: Path) -> None:
    text = readme.read_text("utf-8")
    assert len(re.findall(r"^```", text, re.MULTILINE)) % 2 == 0
    outside = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    assert outside.count("$$") % 2 == 0
    assert outside.replace("$$", "").replace(r"\$", "").count("$") % 2 == 0
