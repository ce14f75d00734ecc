"""The course: its chapters and exercises, and where the files of each are."""

import difflib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

TREE = "exercises"  # what a submission's modules believe to be part of
HANDED_OUT = "stubs"
NOT_IN_KIT = "{name} needs the solutions and hidden tests, which are not in what you were given."
UNKNOWN = "There is no exercise named {wanted!r}."
NEAR = "There is no exercise named {wanted!r}. Near names: {names}. For example:"
SEVERAL = "{wanted!r} names several exercises: {names}. Choose one of them, for example:"


class UsageError(Exception):
    """Something that the user asked for cannot be done; the message says what to do instead.

    command: what to type for it, if that is the way; it is shown on a line of its own. instead: a
    word of what was typed and the one to type in its place; the whole call is shown with it.
    """

    def __init__(
        self, message: str, command: str = "", instead: tuple[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.command = command
        self.instead = instead or ()


class UnknownExercise(UsageError):
    """No exercise is named like that, or nearly so."""


@dataclass(frozen=True)
class Exercise:
    """One file to write. name is "folder/stem"; all paths are below the course's root.

    why: a sentence on what it is good for, for whoever has solved it; section: of the README, if
    the table of contents says it; in_kit: as Course.is_kit.
    """

    name: str
    title: str
    root: Path
    why: str = ""
    section: str = ""
    in_kit: bool = False

    @property
    def chapter(self) -> str:
        """The folder that its file stands in, whose README explains it."""
        return self.name.split("/")[0]

    @property
    def stem(self) -> str:
        return self.name.split("/")[1]

    @property
    def module(self) -> str:
        """The module's name relative to the tree that it stands in."""
        return self.name.replace("/", ".")

    @property
    def file(self) -> Path:
        return self.root / "exercises" / f"{self.name}.py"

    @property
    def solution(self) -> Path:
        return self.root / "solutions" / f"{self.name}.py"

    @property
    def handed_out(self) -> Path:
        """In a kit: the learner's file as it was when it came."""
        return self.root / HANDED_OUT / f"{self.name}.py"

    @property
    def suite(self) -> Path:
        return self.root / "course" / "suites" / self.chapter / f"test_{self.stem}.py"

    @property
    def mistakes(self) -> Path:
        return self.root / "course" / "mistakes" / f"{self.name}.toml"

    @property
    def figure(self) -> Path:
        """The module of its figure; there may be no such file."""
        return self.root / "course" / "figures" / f"{self.name}.py"

    def readme(self, section: str = "") -> str:
        """The chapter's README, or a section of it, as a learner would type it."""
        path = self.file.with_name("README.md").relative_to(self.root).as_posix()
        return f"{path}#{section}" if section else path

    @cached_property
    def imports(self) -> frozenset[str]:
        """Modules of other exercises that the solution imports, as relative module names."""
        source = self.handed_out if self.in_kit else self.solution
        return imported_modules(source.read_bytes(), self.module)


@dataclass(frozen=True)
class Chapter:
    """Exercises on one subject, easy to hard.

    Their files stand in the folder of this name, or in another chapter's: an exercise that comes
    later in the course than the others of its folder has a chapter of its own. ending: what a
    learner can do now that it is solved.
    """

    name: str
    title: str
    exercises: tuple[Exercise, ...]
    ending: str = ""


@dataclass(frozen=True)
class Course:
    """The whole table of contents, in the order in which it is learned.

    shared: packages in the course's folder that every submission may import, with their data;
    ending: as a chapter's; is_kit: whether this is a learner's kit, which has neither solutions nor
    suites nor mistakes; upload: in a kit, where hand-ins go.
    """

    root: Path
    title: str
    chapters: tuple[Chapter, ...]
    shared: tuple[str, ...] = ()
    ending: str = ""
    is_kit: bool = False
    upload: str = ""

    @classmethod
    def load(cls, root: Path) -> "Course":
        """Read course.toml. Raises UsageError."""
        try:
            contents = tomllib.loads((root / "course.toml").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise UsageError(
                f"There is no course.toml in {root}: run this in the course's own folder."
            ) from None
        except tomllib.TOMLDecodeError as error:
            raise UsageError(f"course.toml cannot be read: {error}.") from None
        try:
            is_kit = contents.get("kit") is True
            chapters = tuple(
                Chapter(
                    chapter["name"],
                    chapter["title"],
                    tuple(
                        Exercise(
                            f"{chapter.get('folder', chapter['name'])}/{entry['name']}",
                            entry["title"],
                            root,
                            entry.get("why", ""),
                            entry.get("section", ""),
                            is_kit,
                        )
                        for entry in chapter["exercises"]
                    ),
                    chapter.get("ending", ""),
                )
                for chapter in contents["chapter"]
            )
            return cls(
                root,
                contents["title"],
                chapters,
                tuple(contents.get("shared", ())),
                contents.get("ending", ""),
                is_kit,
                contents.get("upload", ""),
            )
        except (KeyError, TypeError) as error:
            raise UsageError(f"course.toml lacks an entry: {error}.") from None

    @property
    def finale(self) -> Path:
        """The module of what the course ends with; there may be no such file."""
        return self.root / "course" / "figures" / "finale.py"

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(exercise for chapter in self.chapters for exercise in chapter.exercises)

    @property
    def readable(self) -> tuple[str, ...]:
        """The folders that a submission may read: those of the shared packages."""
        return tuple(str((self.root / name).resolve()) for name in self.shared)

    def select(self, wanted: Iterable[str]) -> list[Exercise]:
        """The exercises that are named, in course order; all if none is. Raises UsageError.

        An exercise goes by its stem, its name, its path in any tree; a chapter by its name; all
        exercises of a folder by the folder's name.
        """
        names = [self._find(text) for text in wanted]
        if not names:
            return list(self.exercises)
        chosen = {exercise.name for found in names for exercise in found}
        return [exercise for exercise in self.exercises if exercise.name in chosen]

    def one(self, wanted: str) -> Exercise:
        """The one exercise that is named. Raises UsageError."""
        found = self.select([wanted])
        if len(found) > 1:
            names = ", ".join(exercise.stem for exercise in found)
            instead = wanted, found[0].stem
            raise UsageError(SEVERAL.format(wanted=wanted, names=names), instead=instead)
        return found[0]

    def _find(self, wanted: str) -> list[Exercise]:
        parts = [part for part in wanted.replace("\\", "/").removesuffix(".py").split("/") if part]
        parts = [part.removeprefix("test_") for part in parts if part != "."]
        found = [
            exercise
            for exercise in self.exercises
            if parts[-1:] == [exercise.stem] and parts[-2:-1] in ([], [exercise.chapter])
        ]
        if not found and len(parts) <= 2:
            found = [
                exercise
                for chapter in self.chapters
                for exercise in chapter.exercises
                if parts[-1:] in ([chapter.name], [exercise.chapter])
            ]
        if found:
            return found
        known = [name for exercise in self.exercises for name in (exercise.stem, exercise.name)]
        near = difflib.get_close_matches(wanted, known, cutoff=0.5)
        if near:
            names = ", ".join(near)
            raise UsageError(NEAR.format(wanted=wanted, names=names), instead=(wanted, near[0]))
        raise UnknownExercise(UNKNOWN.format(wanted=wanted))

    def with_imports(self, exercises: Iterable[Exercise]) -> list[Exercise]:
        """These and all that their solutions import, directly or not, in course order."""
        needed, ahead = set(exercises), list(exercises)
        while ahead:
            modules = ahead.pop().imports
            found = {each for each in self.exercises if each.module in modules} - needed
            needed |= found
            ahead += found
        return [exercise for exercise in self.exercises if exercise in needed]

    def earlier(self, exercise: Exercise) -> list[Exercise]:
        """What an exercise may import: all that come before it, and what its solution needs."""
        before = self.exercises[: self.exercises.index(exercise)]
        needed = set(exercise.imports)
        after = [other for other in self.exercises if other.module in needed]
        return [*before, *(other for other in after if other not in before)]


def imported_modules(source: bytes, module: str) -> frozenset[str]:
    """The modules of the tree that a source asks for, as "chapter.stem"; module: the source's own.

    Import statements are searched for and not parsed: whoever hands a file in chooses its syntax
    tree, and a tree of a few hundred kilobytes can cost seconds or exceed the parser's stack.
    """
    text = source[:_SEARCHED].decode("utf-8", "replace")
    above = module.split(".")
    asked = [
        [*above[: -len(dots)], *base.split("."), name] if dots else [*base.split("."), name][1:]
        for dots, base, names in _FROM.findall(text)
        if dots or base.partition(".")[0] == TREE
        for name in re.findall(r"[\w*]+", _AS.sub("", names))
    ]
    named = [name for names in _IMPORT.findall(text) for name in _BELOW.findall(names)]
    asked += [name.split(".")[1:] for name in named]
    paths = [[step for step in steps if step] for steps in asked]
    return frozenset(".".join(steps[:2]) for steps in paths if len(steps) > 1)


def bare_names(source: bytes) -> frozenset[str]:
    """What a source imports by one name alone, as in `import helper` and `from helper import f`."""
    text = source[:_SEARCHED].decode("utf-8", "replace")
    names = {base for dots, base, _ in _FROM.findall(text) if not dots and "." not in base}
    for listed in _IMPORT.findall(_FROM.sub("\n", text)):
        names |= {_AS.sub("", name).strip("() \t\r") for name in listed.split(",")}
    return frozenset(name for name in names if name.isidentifier())


# Bounded throughout, so that no source makes them slow.
_AS = re.compile(r"\bas[ \t]{1,99}\w+")
_SEARCHED = 1 << 17  # bytes
_START = r"(?:^[^#'\"\n]{0,200}?|;[ \t]{0,99})\b"
_FROM = re.compile(
    _START + r"from[ \t]{1,99}(\.{0,9})[ \t]{0,99}([\w.]{0,200})[ \t]{1,99}import\b"
    r"[ \t]{0,99}(\([^)]{0,4000}\)|[^\n;#]{0,400})",
    re.MULTILINE,
)
_IMPORT = re.compile(_START + r"import[ \t]{1,99}([^\n;#]{0,400})", re.MULTILINE)
_BELOW = re.compile(rf"\b{TREE}\.[\w.]{{1,200}}")
