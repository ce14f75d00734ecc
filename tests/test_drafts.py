"""A draft of a mistakes entry says just what the file does that it was made of."""

import ast
import tomllib

import pytest
from conftest import ROOT

from grader.contents.course import Course
from grader.contents.drafts import entry, means, parsed, quoted
from grader.contents.mistakes import load_knowledge

COURSE = Course.load(ROOT)


def test_a_draft_of_a_known_mistake_is_that_mistake():
    edits, whole = 0, []
    for exercise in COURSE.exercises:
        solution = exercise.solution.read_text(encoding="utf-8")
        for mistake in load_knowledge(exercise).mistakes[::4]:
            other = f'"""By Kim."""\n# by Kim\n{mistake.source}\n# Kim\n'
            other = ast.unparse(parsed(other)) if edits % 2 else other.replace("\n", "\r\n")
            said = {"feedback": mistake.feedback}
            text = entry("mistake", mistake.name, solution, other, said)
            (draft,) = tomllib.loads(text)["mistake"]
            assert draft["name"] == mistake.name and draft["feedback"] == mistake.feedback
            source = draft.get("source", "")
            if not source:
                assert solution.count(draft["replace"]) == 1
                source = solution.replace(draft["replace"], draft["with"])
                edits += 1
            else:
                whole.append(f"{exercise.name} {mistake.name}")
            assert ast.dump(parsed(source)) == ast.dump(parsed(mistake.source))
    assert len(whole) * 50 < edits, whole


@pytest.mark.parametrize(
    "text", ["'", "a\n'''\nb", "\x07\n\x7f\u202e", 'a"\\\n', "\U0001f600", "", "'\n'"]
)
def test_what_is_quoted_reads_as_it_was(text):
    assert tomllib.loads(f"a = {quoted(text)}")["a"] == text


@pytest.mark.parametrize("wrong", ["def f(:\n", "x = 1  # nothing else\n", "\0"])
def test_a_file_that_shows_nothing_is_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):  # the words are the parser's
        entry("mistake", "name", '"""Doc."""\nx = 1\n', wrong, {})


def test_what_python_warns_of_in_anothers_file_is_on_nobodys_screen(recwarn):
    assert means("x = '\\d'\n") and not recwarn.list
