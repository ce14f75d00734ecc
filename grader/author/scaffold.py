"""A new exercise: all its files, each saying what belongs there; all of them or none."""

import difflib
import json
import keyword
import re
import tomllib
from pathlib import Path
from typing import Any

from ..contents.course import Course, Exercise, UsageError
from ..contents.stubs import stub_of
from ..contents.writing import toml, write_all
from ..words.sessions import command
from .templates import CHAPTER, ENTRY, MISTAKES, README, SECTION, SOLUTION, SUITE

# Every sentence about a name stands here, whole.
NOT_TWO = "An exercise is named by its chapter and its own name, not {name!r}. For example:"
NOT_LIKE_THIS = (
    "{word!r} cannot be a name: small letters, digits and underscores, beginning with a letter, "
    "as in {example}."
)
KEYWORD = "{word!r} cannot be a name: it is a word of Python's own."
PREFIX = "{word!r} cannot be a name: suites alone begin with test_."
TAKEN = "There is an exercise named {word!r} already: {name}."
IS_CHAPTER = "{word!r} is the name of a chapter, so no exercise can have it."
NO_CHAPTER = "There is no chapter {word!r}. To make one, say its title, for example:"
NEAR_CHAPTER = "There is no chapter {word!r}. The nearest one is {near}:"
OLD_CHAPTER = "There is a chapter {word!r} already: leave out --new-chapter."
NO_TITLE = "A new chapter needs a title that can be read on one line."
THERE = "{path} is there already. Nothing was written."
UNWRITABLE = "{problem}. Nothing was written."
BY_HAND = (
    "course.toml is laid out in a way that cannot be extended here, so nothing was written. A "
    "chapter's exercises stand one on a line, each with a comma, and a line with ] alone ends them."
)


def new_exercise(course: Course, name: str, chapter_title: str | None) -> list[str]:
    """Write the files of a new exercise; their paths. Raises UsageError.

    name: "chapter/name"; chapter_title: of the chapter, if that is new as well.
    """
    chapter, stem = _names(course, name, chapter_title)
    contents = (course.root / "course.toml").read_text(encoding="utf-8")
    folder = _folder(contents, chapter)
    title = stem.replace("_", " ").capitalize()
    entry = ENTRY.format(stem=stem, title=title)
    if chapter_title is None:
        contents = _with_entry(contents, chapter, entry)
    else:
        contents = _with_chapter(contents, chapter, chapter_title, entry)
    exercise = Exercise(f"{folder}/{stem}", title, course.root)
    fields = {"name": exercise.name, "module": exercise.module, "stem": stem, "title": title}
    solution = SOLUTION.format(**fields)
    files = {
        exercise.solution: solution,
        exercise.suite: SUITE.format(**fields),
        exercise.mistakes: MISTAKES.format(section=title.lower().replace(" ", "-"), **fields),
        exercise.file: stub_of(solution),
    }
    for path in files:
        if path.exists() or path.is_symlink():
            raise UsageError(THERE.format(path=_shown(course, path)))
    readme = exercise.file.with_name("README.md")
    begun = readme.read_text("utf-8") if readme.exists() else README.format(title=chapter_title)
    files[readme] = begun.rstrip("\n") + "\n\n" + SECTION.format(**fields)
    files[course.root / "course.toml"] = contents
    try:
        write_all({path: text.encode() for path, text in files.items()})
    except OSError as error:
        problem = f"{error.filename or readme.parent}: {error.strerror}"
        raise UsageError(UNWRITABLE.format(problem=problem)) from None
    return [_shown(course, path) for path in files]


def _names(course: Course, name: str, chapter_title: str | None) -> tuple[str, str]:
    """The chapter and the stem that a name says. Raises UsageError."""
    example = course.exercises[0].name if course.exercises else "losses/huber_loss"
    words = name.removesuffix(".py").split("/")
    if len(words) != 2:
        right = command("new", f"{course.chapters[0].name if course.chapters else 'losses'}/NAME")
        raise UsageError(NOT_TWO.format(name=name), command=right)
    for word in words:
        if keyword.iskeyword(word):
            raise UsageError(KEYWORD.format(word=word))
        if not re.fullmatch(r"[a-z][a-z0-9_]*", word):
            raise UsageError(NOT_LIKE_THIS.format(word=word, example=example))
        if word.startswith("test_"):
            raise UsageError(PREFIX.format(word=word))
    chapter, stem = words
    chapters = {each.name for each in course.chapters}
    for exercise in course.exercises:
        if exercise.stem in ([chapter, stem] if chapter_title is not None else [stem]):
            raise UsageError(TAKEN.format(word=exercise.stem, name=exercise.name))
    if stem in chapters | {chapter}:
        raise UsageError(IS_CHAPTER.format(word=stem))
    if chapter_title is not None:
        if chapter in chapters:
            raise UsageError(OLD_CHAPTER.format(word=chapter))
        if not chapter_title.strip() or not chapter_title.isprintable():
            raise UsageError(NO_TITLE)
    elif chapter not in chapters:
        near = difflib.get_close_matches(chapter, chapters, 1, 0.7)
        if near:
            right = command("new", f"{near[0]}/{stem}")
            raise UsageError(NEAR_CHAPTER.format(word=chapter, near=near[0]), command=right)
        title = json.dumps(chapter.replace("_", " ").capitalize())
        right = command("new", name, "--new-chapter", title)
        raise UsageError(NO_CHAPTER.format(word=chapter), command=right)
    return chapter, stem


def _folder(contents: str, chapter: str) -> str:
    """The folder of a chapter's files: its own name, unless course.toml says another."""
    entries = tomllib.loads(contents)["chapter"]
    return next((str(e.get("folder", chapter)) for e in entries if e["name"] == chapter), chapter)


def _with_entry(contents: str, chapter: str, entry: str) -> str:
    """course.toml with one more exercise at the end of a chapter. Raises UsageError."""
    lines = contents.split("\n")
    number = _after(lines, rf'name\s*=\s*"{chapter}"', _after(lines, r"\[\[chapter\]\]", 0))
    number = _after(lines, r"\]", _after(lines, r"exercises\s*=\s*\[", number))
    extended = "\n".join([*lines[: number - 1], entry, *lines[number - 1 :]])
    expected = tomllib.loads(contents)
    found = next(each for each in expected["chapter"] if each["name"] == chapter)
    found["exercises"].append(_parsed(f"x = {entry.strip().rstrip(',')}")["x"])
    return _checked(extended, expected)


def _with_chapter(contents: str, chapter: str, title: str, entry: str) -> str:
    """course.toml with one more chapter at the end. Raises UsageError."""
    block = CHAPTER.format(name=chapter, title=toml(title), entry=entry)
    expected = tomllib.loads(contents)
    expected["chapter"].append(_parsed(block)["chapter"][0])
    return _checked(contents.rstrip("\n") + "\n\n" + block, expected)


def _after(lines: list[str], pattern: str, start: int) -> int:
    """The number of the line after the first that is like this; beyond the end if none is."""
    like = re.compile(rf"\s*{pattern}\s*(#.*)?")
    found = (number for number in range(start, len(lines)) if like.fullmatch(lines[number]))
    return next(found, len(lines)) + 1


def _checked(contents: str, expected: dict[str, Any]) -> str:
    if _parsed(contents) != expected:
        raise UsageError(BY_HAND)
    return contents


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _shown(course: Course, path: Path) -> str:
    return path.relative_to(course.root).as_posix()
