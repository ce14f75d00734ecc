"""The learner's kit: a folder to hand out, with the engine and without all that is to stay hidden.

What it has is listed here one by one; whatever else the course holds is not in it.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..contents.course import HANDED_OUT, TREE, Course, Exercise, UsageError
from ..contents.examples import ends_early, examples_of
from ..contents.mistakes import section_of
from ..contents.stubs import stub_text
from ..contents.writing import toml
from ..words.text import clean
from .delivery import deliver
from .files import ENGINE, Files, gathered, read

WHOLE = ("LICENSE", ".gitignore", ".vscode/settings.json")
SESSIONS, PROJECT, TASKS = "noxfile.py", "pyproject.toml", ".vscode/tasks.json"
FOR_AUTHORS = re.compile(rb"\n+# For authors[^\n]*\n.*", re.DOTALL)  # what follows is not for kits
NEEDS_COURSE = ("hint",)  # sessions that an editor offers and a kit cannot run
NOT_IN_KIT = ("grader/author/", "grader/certify/", "grader/classroom/")
HERE = Path(__file__).parent

STUBS = "stubs"  # what sort of kit, for an update
LEAD = (
    "Each file of `exercises/` is a stub: replace its `TODO`s and the `raise NotImplementedError`."
)
ANYWHERE = "Upload it where your course collects hand-ins."

LICENCE = "See `LICENSE`."
DATA = "The data in {folders} have terms of their own, stated in the README beside them."

# Every sentence about a kit that cannot be made stands here, whole.
NO_EXAMPLE = "{name} has no example in its docstring, and a kit grades by nothing else."
ENDS_EARLY = (
    "{name} has an example that raises before the last one of its docstring: "
    "make it the last one, for nothing can be run after it."
)
NO_STUB = "{name} has no stub: {problem}."
NO_PICTURE = "{readme} shows {picture}, which is missing."


def build(target: Path, course: Course) -> str:
    """Write the kit into a new folder, or update one; what was done. Raises UsageError."""
    files = contents(course, {each: _stub(each) for each in course.exercises})
    return deliver(target, files, f"{STUBS}: {course.title}")


def contents(course: Course, sources: Mapping[Exercise, bytes], lead: str = LEAD) -> Files:
    """All files of a kit. sources: what is handed out of which exercises. Raises UsageError."""
    root = course.root
    engine = gathered(root, *ENGINE)
    files = {path: each for path, each in engine.items() if not path.startswith(NOT_IN_KIT)}
    files |= gathered(root, *course.shared, *WHOLE)
    for name in (SESSIONS, PROJECT):
        for content in gathered(root, name).values():
            files[name] = FOR_AUTHORS.sub(b"\n", content)
    for content in gathered(root, TASKS).values():
        files[TASKS] = _tasks(content)
    for exercise, source in sources.items():
        _check_examples(exercise, source)
        files[f"{TREE}/{exercise.name}.py"] = files[f"{HANDED_OUT}/{exercise.name}.py"] = source
    for chapter in sorted({exercise.chapter for exercise in sources}):
        files |= _explained(root, f"{TREE}/{chapter}/README.md")
    files["course.toml"] = _table_of_contents(course, [*sources]).encode()
    files["README.md"] = _readme(course, [*sources], lead).encode()
    files[".github/workflows/grade.yml"] = read(HERE / "grade.yml")
    return files


def _stub(exercise: Exercise) -> bytes:
    try:
        return stub_text(exercise).encode()
    except (OSError, UnicodeDecodeError, SyntaxError) as problem:
        told = problem.strerror if isinstance(problem, OSError) else problem
        raise UsageError(NO_STUB.format(name=exercise.name, problem=told)) from None


def _check_examples(exercise: Exercise, source: bytes) -> None:
    try:
        found = examples_of(source.decode())
    except (SyntaxError, ValueError) as problem:
        raise UsageError(NO_STUB.format(name=exercise.name, problem=problem)) from None
    if not found:
        raise UsageError(NO_EXAMPLE.format(name=exercise.name))
    if any(map(ends_early, found.values())):
        raise UsageError(ENDS_EARLY.format(name=exercise.name))


def _explained(root: Path, readme: str) -> Files:
    """A chapter's README, if it has one, and the pictures that it shows."""
    files = gathered(root, readme)
    for text in list(files.values()):
        for link in re.findall(r"!\[[^\]]*\]\(([^):\s]+)[^):]*\)", text.decode()):
            picture = Path(os.path.normpath(root / readme / ".." / link))
            if not (picture.is_relative_to(root) and picture.is_file()):
                raise UsageError(NO_PICTURE.format(readme=readme, picture=clean(link)))
            files |= gathered(root, picture.relative_to(root).as_posix())
    return files


def _tasks(content: bytes) -> bytes:
    """The editor's tasks that a kit can run."""
    tasks = json.loads(content)
    kept = [task for task in tasks["tasks"] if not {*task["args"]} & {*NEEDS_COURSE}]
    return (json.dumps({**tasks, "tasks": kept}, indent=2, ensure_ascii=False) + "\n").encode()


def _table_of_contents(course: Course, exercises: Sequence[Exercise]) -> str:
    """course.toml for these exercises."""
    lines = ["kit = true", f"title = {toml(course.title)}", f"shared = {toml(course.shared)}"]
    lines += [f"{name} = {toml(value)}" for name, value in
              (("ending", course.ending), ("upload", course.upload)) if value]  # fmt: skip
    for chapter in course.chapters:
        inside = [exercise for exercise in chapter.exercises if exercise in exercises]
        if inside:
            head = {"name": chapter.name, "folder": inside[0].chapter, "title": chapter.title}
            head["ending"] = chapter.ending
            lines += ["", "[[chapter]]", *(f"{k} = {toml(v)}" for k, v in head.items())]
            lines += ["exercises = [", *map(_entry, inside), "]"]
    return "\n".join(lines) + "\n"


def _entry(exercise: Exercise) -> str:
    fields = {"name": exercise.stem, "title": exercise.title, "why": exercise.why}
    fields["section"] = section_of(exercise).partition("#")[2]
    return f"    {{ {', '.join(f'{key} = {toml(value)}' for key, value in fields.items())} }},"


def _readme(course: Course, exercises: Sequence[Exercise], lead: str) -> str:
    rows = []
    for chapter in course.chapters:
        inside = [exercise for exercise in chapter.exercises if exercise in exercises]
        if inside:
            link = f"[{chapter.title}]({inside[0].readme()})"
            has_readme = inside[0].file.with_name("README.md").is_file()
            names = ", ".join(f"`{exercise.stem}`" for exercise in inside)
            rows.append(f"| {link if has_readme else chapter.title} | {names} |")
    first = exercises[0]
    template = read(HERE / "README.learner.md").decode()
    values = {"title": course.title, "lead": lead, "upload": course.upload or ANYWHERE}
    values |= {"stem": first.stem, "path": f"{TREE}/{first.name}.py", "chapters": "\n".join(rows)}
    folders = ", ".join(f"`{name}/`" for name in course.shared)
    terms = [LICENCE] * (course.root / "LICENSE").is_file() + [DATA] * bool(folders)
    values["terms"] = "\n\n".join(["## Licence", *terms]).format(folders=folders) if terms else ""
    return re.sub(r"<<(\w+)>>", lambda found: values[found[1]], template).rstrip() + "\n"
