"""House rules: what every exercise has, and what no suite does, a sentence for each breach."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ..contents.course import Course, Exercise
from ..contents.mistakes import Knowledge, load_knowledge
from ..contents.stubs import TODO, is_outdated
from .promises import untrue_examples

HINTS_AT_LEAST = 3
TITLE_AT_MOST = 60  # characters of a part's name
SEEDED = {"default_rng", "Generator", "PCG64", "SeedSequence"}  # of numpy.random
UNSEEDED = {"random", "time", "secrets"}  # modules that make a test go another way each time
SKIPPING = re.compile(r"\b(skip|skipif|xfail|importorskip)\b")

# The sentences. Of a suite:
OUTSIDE = "{place} is a test outside of a part: put it into a class whose name begins with Test."
POINTS = "{place}: the part {part} needs points, a whole number from 1 up."
NAMELESS = "{place}: the part {part} needs a docstring: its first line is the name learners read."
LONG_NAME = "{place}: the name of the part {part} has more than {most} characters."
FULL_STOP = "{place}: the name of the part {part} ends in a full stop; a name has none."
SAME_NAME = "{place}: two parts go by the name {name!r}."
NO_TESTS = "{place}: the part {part} has no test."
SAME_TEST = "{place}: the part {part} has two tests named {test}; Python keeps the last one only."
NO_RNG = (
    "{place}: no test of the part {part} asks for rng, so a table of recorded answers would win it."
)
NO_MESSAGE = "{place}: this assert tells the learner nothing: write a message after a comma."
CHANCE = "{place}: what depends on chance or time: take all random numbers from the fixture rng."
SKIPS = "{place}: no test may be skipped: nothing could tell that from a pass."
# Of a solution:
NO_DOCSTRING = "{place}: {name} needs a docstring: it is what the learner is asked for."
NO_EXAMPLE = "{place}: no docstring has an example, a line with >>> and below it what is printed."
EXAMPLE = "{place}: in an example {found}."
NO_TODO = "{place}: no comment begins with # TODO, so the stub would be the solution."
LATER = "{place} imports {module}, which comes later in the course, or not at all."
# Of what is known:
FEW_HINTS = (
    "{place} has too few hints ({count}); at least {least} lead from gentle to nearly the answer."
)
NO_MISTAKE = "{place} has no [[mistake]]: add what learners will get wrong."
NO_ALTERNATIVE = "{place} has no [[alternative]]: add another correct way to write it."
NO_SECTION = "{place} points to the section {section!r}, which {readme} does not have."
NO_README = "{place} is missing, or does not begin with a heading."
NOT_IN_README = "{place} has no example that imports it: from exercises.{module} import …"
# Of its stub and its entry:
NO_STUB = "{place} is missing, or an older stub: write it with the session stubs."
NO_WHY = "course.toml: {name} needs a why, which is shown to whoever has solved it."
SAME_TITLE = "course.toml: two exercises have the title {title!r}."


def breaches(course: Course, exercise: Exercise) -> list[str]:
    """Every rule that an exercise breaks. All its files can be read and imported."""
    knowledge = load_knowledge(exercise)
    found = [*_of_entry(course, exercise), *_of_solution(course, exercise)]
    found += [*suite_breaches(exercise.suite, exercise.root), *_of_parts(exercise)]
    return [*found, *_of_knowledge(exercise, knowledge), *_of_readme(exercise, knowledge)]


def suite_breaches(path: Path, root: Path) -> Iterator[str]:
    """The rules that hold for every file among the suites."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    shown = path.relative_to(root).as_posix()
    for top in tree.body:
        tests = _tests(top) if isinstance(top, ast.ClassDef) else []
        is_test = isinstance(top, ast.FunctionDef) and top.name.startswith("test")
        if is_test or (tests and not _is_part(top)):
            yield OUTSIDE.format(place=f"{shown}:{top.lineno}")
    for node in ast.walk(tree):
        place = f"{shown}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Assert) and node.msg is None:
            yield NO_MESSAGE.format(place=place)
        if _is_chance(node):
            yield CHANCE.format(place=place)
    for number, line in enumerate(text.split("\n"), 1):
        if SKIPPING.search(line):
            yield SKIPS.format(place=f"{shown}:{number}")


def _is_chance(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("np.random"):
        return node.attr not in SEEDED
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("default_rng"):
        return not node.args
    return isinstance(node, ast.Import) and bool({a.name for a in node.names} & UNSEEDED)


def _of_parts(exercise: Exercise) -> Iterator[str]:
    tree = ast.parse(exercise.suite.read_text(encoding="utf-8"))
    shown = exercise.suite.relative_to(exercise.root).as_posix()
    names: set[str] = set()
    for part in filter(_is_part, tree.body):
        assert isinstance(part, ast.ClassDef)
        about = {"place": f"{shown}:{part.lineno}", "part": part.name}
        if not _has_points(part):
            yield POINTS.format(**about)
        name = (ast.get_docstring(part) or "").split("\n")[0]
        if not name:
            yield NAMELESS.format(**about)
        elif name in names:
            yield SAME_NAME.format(name=name, **about)
        if len(name) > TITLE_AT_MOST:
            yield LONG_NAME.format(most=TITLE_AT_MOST, **about)
        if name.endswith("."):
            yield FULL_STOP.format(**about)
        names.add(name)
        tests = _tests(part)
        if not tests:
            yield NO_TESTS.format(**about)
        elif not any(argument.arg == "rng" for test in tests for argument in test.args.args):
            yield NO_RNG.format(**about)
        for test in tests:
            if [other.name for other in tests if other.lineno < test.lineno].count(test.name):
                yield SAME_TEST.format(test=test.name, **about)


def _is_part(node: ast.stmt) -> bool:
    return isinstance(node, ast.ClassDef) and node.name.startswith("Test")


def _tests(part: ast.ClassDef) -> list[ast.FunctionDef]:
    return [n for n in part.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]


def _has_points(part: ast.ClassDef) -> bool:
    values = [
        node.value.value
        for node in part.body
        if isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == "points"
        and isinstance(node.value, ast.Constant)
    ]
    return any(type(value) is int and value > 0 for value in values)


def _of_solution(course: Course, exercise: Exercise) -> Iterator[str]:
    text = exercise.solution.read_text(encoding="utf-8")
    tree = ast.parse(text)
    shown = exercise.solution.relative_to(exercise.root).as_posix()
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    for node in (tree, *public):
        if not ast.get_docstring(node):
            place = f"{shown}:{getattr(node, 'lineno', 1)}"
            yield NO_DOCSTRING.format(place=place, name=getattr(node, "name", "the file"))
    if ">>> " not in text:
        yield NO_EXAMPLE.format(place=shown)
    for found in untrue_examples(exercise, text):
        yield EXAMPLE.format(place=shown, found=found)
    if not re.search(rf"^\s*{TODO}", text, re.MULTILINE):
        yield NO_TODO.format(place=shown)
    earlier = {each.module for each in course.exercises[: course.exercises.index(exercise)]}
    for module in sorted(exercise.imports - earlier):
        yield LATER.format(place=shown, module=module)


def _of_knowledge(exercise: Exercise, known: Knowledge) -> Iterator[str]:
    shown = exercise.mistakes.relative_to(exercise.root).as_posix()
    if len(known.hints) < HINTS_AT_LEAST:
        yield FEW_HINTS.format(place=shown, count=len(known.hints), least=HINTS_AT_LEAST)
    if not known.mistakes:
        yield NO_MISTAKE.format(place=shown)
    if not known.alternatives:
        yield NO_ALTERNATIVE.format(place=shown)


def _of_readme(exercise: Exercise, known: Knowledge) -> Iterator[str]:
    path = exercise.file.with_name("README.md")
    readme = path.relative_to(exercise.root).as_posix()
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not text.startswith("# "):
        yield NO_README.format(place=readme)
        return
    if f"from exercises.{exercise.module} import" not in text:
        yield NOT_IN_README.format(place=readme, module=exercise.module)
    headings = set(map(anchor, re.findall(r"^##+ (.+)$", text, re.MULTILINE)))
    shown = exercise.mistakes.relative_to(exercise.root).as_posix()
    for section in sorted({mistake.section for mistake in known.mistakes} - headings):
        yield NO_SECTION.format(place=shown, section=section, readme=readme)


def anchor(heading: str) -> str:
    """What GitHub makes of a heading in a link."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _of_entry(course: Course, exercise: Exercise) -> Iterator[str]:
    if is_outdated(exercise):
        yield NO_STUB.format(place=exercise.file.relative_to(exercise.root).as_posix())
    if not exercise.why:
        yield NO_WHY.format(name=exercise.name)
    if [each.title for each in course.exercises].count(exercise.title) > 1:
        yield SAME_TITLE.format(title=exercise.title)
