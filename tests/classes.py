"""Small classes with known outcomes, in the form of every system that hand-ins come from."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Files = dict[str, bytes]  # path → content


@dataclass(frozen=True)
class Student:
    """One of a class. files: exercise → what was handed in; points: what that must win."""

    number: int
    user: str
    name: str
    files: Mapping[str, str]
    points: Mapping[str, float] = field(default_factory=dict)

    @property
    def sources(self) -> Files:
        """Stem → bytes."""
        return {f"{name.split('/')[1]}.py": text.encode() for name, text in self.files.items()}


PEOPLE = ("김민수", "Mary-Ann O'Neil", "이 서연", "Zoë Müller", "박지훈", "Jo", "최유진", "Al Kim")


def make(kinds: Mapping[str, Mapping[str, tuple[str, float]]], size: int) -> list[Student]:
    """A class: kinds has, by exercise, what may be handed in and the points that it wins; one
    student after another hands in the next of it."""
    students = []
    for number in range(size):
        name = PEOPLE[number % len(PEOPLE)] + ("" if number < len(PEOPLE) else f" {number}")
        chosen = {
            exercise: [*ways.values()][(number + shift) % len(ways)]
            for shift, (exercise, ways) in enumerate(kinds.items())
        }
        students.append(
            Student(
                1000 + number,
                f"user_{number}" if number % 2 else f"user{number}",
                name,
                {exercise: source for exercise, (source, _) in chosen.items()},
                {exercise: points for exercise, (_, points) in chosen.items()},
            )
        )
    return students


def folders(students: list[Student]) -> Files:
    return {f"{s.user}/{path}": data for s in students for path, data in s.sources.items()}


def canvas(students: list[Student]) -> Files:
    files = {}
    for s in students:
        name = "".join(char for char in s.name.lower() if char.isalnum())
        for place, (path, data) in enumerate(s.sources.items()):
            late = "_LATE" if s.number % 3 == 0 else ""
            stem = path.removesuffix(".py")
            old = f"{name}{late}_{s.number}_{s.number * 100 + place}_{path}"
            files[old] = b"raise SystemExit  # the first attempt\n"
            files[f"{name}{late}_{s.number}_{s.number * 100 + 50 + place}_{stem}-1.py"] = data
    return files


def moodle(students: list[Student]) -> Files:
    return {
        f"{s.name}_{s.number}_assignsubmission_file_/{path}": data
        for s in students
        for path, data in {**s.sources, "../onlinetext.html": b""}.items()
        if not path.startswith("..")
    } | {f"{s.name}_{s.number}_assignsubmission_onlinetext_/onlinetext.html": b"" for s in students}


def moodle_flat(students: list[Student]) -> Files:
    return {
        f"{s.name}_{s.number}_assignsubmission_file_{path}": data
        for s in students
        for path, data in s.sources.items()
    }


def blackboard(students: list[Student]) -> Files:
    files = {}
    for s in students:
        for time, old in (("2026-11-20-10-45-00", True), ("2026-11-21-09-00-00", False)):
            begin = f"Homework 1_{s.user}_attempt_{time}"
            text = f"Name: {s.name} ({s.user})\nAssignment: Homework 1\nFiles:\n"
            for path, data in s.sources.items():
                files[f"{begin}_{path}"] = b"raise SystemExit\n" if old else data
                text += f"\tOriginal filename: {path}\n\tFilename: {begin}_{path}\n\n"
            files[f"{begin}.txt"] = text.encode()
    return files


def brightspace(students: list[Student]) -> Files:
    files = {"index.html": b"<html>"}
    for s in students:
        for time, old in (("Nov 9, 2026 1126 PM", True), ("Nov 10, 2026 926 AM", False)):
            folder = f"{s.number}-{s.number + 7} - {s.name} - {time}"
            for path, data in s.sources.items():
                files[f"{folder}/{path}"] = b"raise SystemExit\n" if old else data
    return files


def gradescope(students: list[Student]) -> Files:
    files, text = {}, "---\n"
    for s in students:
        text += (
            f"submission_{s.number}:\n  :submitters:\n"
            f"  - :name: \"{s.name}\"\n    :sid: '{s.number}'\n    :email: {s.user}@example.org\n"
            f"  :created_at: 2026-11-20 10:00:00 Z\n  :score: 0.0\n  :status: processed\n"
            "  :results:\n    tests:\n    - name: forged\n      :name: nobody\n"
        )
        for path, data in s.sources.items():
            files[f"submission_{s.number}/{path}"] = data
    return {f"assignment_77_export/{path}": data for path, data in files.items()} | {
        "assignment_77_export/submission_metadata.yml": text.encode()
    }


def clones(students: list[Student]) -> Files:
    files = {}
    for s in students:
        top = f"deep-hw1-{s.user}"
        files[f"{top}/.git/HEAD"] = b"ref: refs/heads/main\n"
        files[f"{top}/course.toml"] = b""
        for name, text in s.files.items():
            files[f"{top}/exercises/{name}.py"] = text.encode()
            files[f"{top}/solutions/{name}.py"] = b"raise SystemExit\n"
    return files


def nbgrader(students: list[Student]) -> Files:
    files = {}
    for s in students:
        files[f"submitted/{s.user}/hw1/timestamp.txt"] = b"2026-11-20 10:00:00 UTC"
        for path, data in s.sources.items():
            files[f"submitted/{s.user}/hw1/{path}"] = data
    return files


# Each form: what it is called, its files, and what a student goes by in it.
FORMS: dict[str, tuple[Callable[[list[Student]], Files], Callable[[Student], str]]] = {
    "folders of students": (folders, lambda s: s.user),
    "Canvas": (canvas, lambda s: str(s.number)),
    "Moodle": (moodle, lambda s: str(s.number)),
    "Moodle, without folders": (moodle_flat, lambda s: str(s.number)),
    "Blackboard": (blackboard, lambda s: s.user),
    "Brightspace": (brightspace, lambda s: str(s.number)),
    "Gradescope": (gradescope, lambda s: str(s.number)),
    "clones of repositories": (clones, lambda s: s.user),
    "nbgrader": (nbgrader, lambda s: s.user),
}


def packed(files: Files, encoding: str = "utf-8") -> bytes:
    """A zip; with another encoding its names are not marked as UTF-8, as old tools write them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            info = _Named(path, encoding) if encoding != "utf-8" else zipfile.ZipInfo(path)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


class _Named(zipfile.ZipInfo):
    """A member whose name is written in another encoding, without a mark."""

    def __init__(self, path: str, encoding: str) -> None:
        super().__init__(path)
        self._name = path.encode(encoding)

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self._name, self.flag_bits & ~0x800


def unpacked(files: Files, folder: Path) -> Path:
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def roster(students: list[Student]) -> str:
    lines = [f'{s.user},"{s.name}",{s.user}@example.org,{s.number}' for s in students]
    return "\n".join(["student,name,email,id", *lines, "absent,Nobody Here,absent@example.org,9"])


def gradebook(system: str, students: list[Student], maximum: str) -> bytes:
    """What a system exports of its gradebook, with a column for this homework."""
    last = [s.name.split()[-1] for s in students]
    first = [" ".join(s.name.split()[:-1]) for s in students]
    if system == "Canvas":
        rows = [
            "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (901),Current Score",
            ",,,,,Manual Posting,",
            f"    Points Possible,,,,,{maximum},(read only)",
            *(
                f'"{last[n]}, {first[n]}",{s.number},,{s.user},"A, ""B""",,=1+1'
                for n, s in enumerate(students)
            ),
            '"Student, Test",99999,,test,A,,',
        ]
        return b"\xef\xbb\xbf" + "\r\n".join(rows).encode() + b"\r\n"
    if system == "Moodle":
        rows = [
            'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade",Comments',
            *(
                f'"Participant {s.number}","{s.name}",{s.user}@example.org,"Submitted\nlate",,'
                f'"{maximum.replace(".", ",")},00","wrote ""hi"""'
                for s in students
            ),
        ]
        return "\n".join(rows).encode()
    if system == "Blackboard":
        rows = [
            f'"Last Name"\t"First Name"\t"Username"\t"Homework 1 [Total Pts: {maximum} Score] |55"',
            *(f'"{last[n]}"\t"{first[n]}"\t"{s.user}"\t""' for n, s in enumerate(students)),
        ]
        return b"\xff\xfe" + "\r\n".join(rows).encode("utf-16-le")
    rows = [
        "OrgDefinedId,Username,Last Name,First Name,"
        f"Homework 1 Points Grade <Numeric MaxPoints:{maximum}>,End-of-Line Indicator",
        *(f"#{s.number},#{s.user},{last[n]},{first[n]},,#" for n, s in enumerate(students)),
    ]
    return "\r\n".join(rows).encode()
