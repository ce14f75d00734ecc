"""The forms in which hand-ins come: what each learning management system calls its files.

A form is a function from a source's paths to who handed in what. All are tried at every depth that
makes sense, and the one that places most files is taken, if these are most of the source; nobody is
asked.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from .archive import file_weights, is_junk

DEPTHS = range(4)  # folders that may stand above what a form describes, the source's own the first


@dataclass(frozen=True)
class Place:
    """Whose a file is. inside: its path within the hand-in; attempt: sorts by time, "" if unknown.

    keys: what else the student goes by in the system, such as an e-mail address.
    """

    student: str
    inside: str
    name: str = ""
    attempt: str = ""
    late: bool = False
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Names:
    """The paths of a source, as a form looks at them: those at one depth, shortened by it.

    text: reads one of these paths, "" where that fails; ids: students' own, where a roster gave
    them; above: the folder that all of them stand in.
    """

    paths: list[str]
    text: Callable[[str], str]
    ids: frozenset[str] = frozenset()
    above: str = ""


@dataclass(frozen=True)
class Recognised:
    """A source's form, whose each of its files is, and what the system itself put there."""

    form: str
    places: Mapping[str, Place]
    own: frozenset[str] = field(default_factory=frozenset)


_CANVAS = re.compile(
    r"(?:(?P<name>[^/]+?)(?P<late>_late)?_(?P<user>\d+)|(?P<late_too>late_)?(?P<who>anon_\w+?))"
    r"_(?P<file>\d+)_(?P<orig>[^/]+)",
    re.I,
)  # fmt: skip
_MOODLE = r"(?P<name>[^_/]+)_(?P<id>\d+)_assignsubmission_(?P<type>[a-z]+)"
_MOODLE_FOLDERS = re.compile(_MOODLE + r"_?/(?P<orig>.+)", re.I)
_MOODLE_FLAT = re.compile(_MOODLE + r"_(?P<orig>[^/]+)", re.I)
_BLACKBOARD = re.compile(  # what the system wrote comes first: the rest is of a student's choice
    r"(?P<who>[^/]+?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<orig>[^/]+)|\.txt)", re.I
)
_BRIGHTSPACE = re.compile(
    r"(?P<id>\d+)-\d+ - (?P<name>[^/]+) - "
    r"(?P<month>\w{3})\w* (?P<day>\d{1,2}), (?P<year>\d{4}) (?P<time>\d{3,4}) (?P<half>[AP]M)/"
    r"(?P<orig>.+)",
    re.I,
)  # fmt: skip
_NBGRADER = re.compile(r"submitted/(?P<student>[^/]+)/(?P<assignment>[^/]+)/(?P<orig>.+)")
_GRADESCOPE = re.compile(r"(?P<id>submission_\d+)/(?P<orig>.+)")
# What GitHub Classroom's and Classroom 50's tools clone into.
_SUBMISSIONS = re.compile(r"(.+?)(?:-submissions|_submissions_[\d_T]+)")
_SCORES = "scores.csv"
_RESULTS = ("result.json", "results.json")  # Classroom 50's, in every clone
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Placed = tuple[dict[str, Place], set[str]]  # whose a file is; what the system itself put there


def canvas(names: Names) -> Placed:
    """kimminsu_LATE_123_4567_one_hot-1.py or LATE_anon_a1B2c_4567_…; 4567 grows with time."""
    places = {}
    for path in names.paths:
        if found := _CANVAS.fullmatch(path):
            places[path] = Place(
                found["user"] or found["who"],
                found["orig"],
                found["name"] or "",
                f"{int(found['file'][:30]):030d}",
                bool(found["late"] or found["late_too"]),
            )
    return places, set()


def moodle(pattern: re.Pattern[str], names: Names) -> Placed:
    """Kim Min-su_123_assignsubmission_file_/one_hot.py, or the same without the /."""
    found = {path: pattern.fullmatch(path) for path in names.paths}
    places = {path: Place(m["id"], m["orig"], m["name"]) for path, m in found.items() if m}
    return places, {path for path, m in found.items() if m and m["type"].lower() != "file"}


def blackboard(names: Names) -> Placed:
    """Homework 1_kim_attempt_2026-11-21-10-45-00_one_hot.py, and a .txt that says who it was."""
    found = {path: m for path in names.paths if (m := _BLACKBOARD.fullmatch(path))}
    told: dict[str, tuple[str, str]] = {}  # what stands before _attempt_ → user name, name
    original: dict[str, str] = {}
    notes = {path for path, m in found.items() if not m["orig"]}
    for path in notes:
        text, who = names.text(path), found[path]["who"]
        line = re.search(r"^Name: {0,9}(.{0,200}?) {0,9}\(([^()\n]{1,200})\)\s*$", text, re.M)
        if line and who.endswith(f"_{line[2]}"):
            told[who] = (line[2], line[1])
        pairs = r"Original filename: {0,9}(.{1,300}?)\s*\n\s{0,20}Filename: {0,9}(.{1,400}?)\s*$"
        theirs = path.removesuffix(".txt") + "_"  # of the rest, some is what the student said
        folder = path.rpartition("/")[0]
        for first, second in re.findall(pairs, text, re.M):
            file = f"{folder}/{second}" if folder else second
            if file.startswith(theirs):
                original[file] = first
    places = {}
    for path, m in found.items():
        user, name = told.get(m["who"], (m["who"].rpartition("_")[2], ""))
        places[path] = Place(user, original.get(path, m["orig"] or ""), name, m["time"])
    return places, notes


def brightspace(names: Names) -> Placed:
    """397063-2557369 - Kim Min-su - Sep 24, 2026 926 PM/one_hot.py"""
    found = {path: m for path in names.paths if (m := _BRIGHTSPACE.fullmatch(path))}
    owners: dict[str, set[str]] = {}
    for m in found.values():
        owners.setdefault(m["id"], set()).add(m["name"])
    # The number is the student's in some exports, and the course's, the same for all, in others.
    shared = any(len(who) > 1 for who in owners.values())
    places = {}
    for path, m in found.items():
        clock, month = m["time"].zfill(4), m["month"].lower()
        hour = int(clock[:2]) % 12 + (12 if m["half"].lower() == "pm" else 0)
        number = _MONTHS.index(month) + 1 if month in _MONTHS else 0
        time = f"{m['year']}-{number:02d}-{int(m['day']):02d} {hour:02d}:{clock[2:]}"
        places[path] = Place(m["name"] if shared else m["id"], m["orig"], m["name"], time)
    return places, {path for path in names.paths if path == "index.html"}


def gradescope(names: Names) -> Placed:
    """submission_12345/one_hot.py, and submission_metadata.yml with who they were."""
    if "submission_metadata.yml" not in names.paths:
        return {}, set()
    submitters = _submitters(names.text("submission_metadata.yml"))
    places = {}
    for path in names.paths:
        found = _GRADESCOPE.fullmatch(path)
        if found and found["id"] in submitters:
            who = submitters[found["id"]]
            student = who.get("sid") or who.get("email") or found["id"]
            keys = frozenset(who[key] for key in ("sid", "email") if who.get(key))
            time = who.get("created_at", "")
            places[path] = Place(student, found["orig"], who.get("name", ""), time, keys=keys)
    return places, {"submission_metadata.yml"}


def _submitters(text: str) -> dict[str, dict[str, str]]:
    """Who handed in which submission: the few lines of the YAML that say it, and no more of it."""
    found: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    inside = ""
    for line in text.splitlines():
        if match := re.match(r"(submission_\d+):", line):
            current, inside = found.setdefault(match[1], {}), ""
        elif match := re.match(r"  :(\w+):\s*(.*)$", line):
            inside = match[1]
            if inside == "created_at":
                current["created_at"] = _scalar(match[2])
        elif inside == "submitters" and (match := re.match(r"  (?:- |  ):(\w+):\s*(.*)$", line)):
            current.setdefault(match[1], _scalar(match[2]))  # of a group, the first
    return found


def _scalar(text: str) -> str:
    """A string of YAML: plain, in single or in double quotes."""
    text = text.strip()
    if text[:1] == text[-1:] == "'" and len(text) > 1:
        return text[1:-1].replace("''", "'")
    if text[:1] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text.strip('"')
    return "" if text in ("null", "~") else text


def nbgrader(names: Names) -> Placed:
    """submitted/kim/hw1/one_hot.ipynb, with timestamp.txt beside it."""
    found = {path: m for path in names.paths if (m := _NBGRADER.fullmatch(path))}
    stamps = {path for path in found if path.endswith("/timestamp.txt")}
    times = {path.rpartition("/")[0]: names.text(path).strip()[:40] for path in stamps}
    places = {
        path: Place(
            m["student"],
            m["orig"],
            attempt=times.get(f"submitted/{m['student']}/{m['assignment']}", ""),
        )
        for path, m in found.items()
    }
    return places, stamps


def clones(names: Names) -> Placed:
    """hw1-kim/exercises/losses/one_hot.py: repositories of one assignment, side by side.

    Classroom 50 puts a table beside them that says who they are.
    """
    tops = {path.split("/")[0] for path in names.paths if "/" in path}
    marked = {
        path.split("/")[0]
        for path in names.paths
        if re.fullmatch(r"[^/]+/\.(git|classroom50\.yaml|github)(/.*)?", path)
    }
    above = _SUBMISSIONS.fullmatch(names.above)
    if not tops or (len(marked) * 2 <= len(tops) and not above):
        return {}, set()
    prefix = _common_start(min(tops), max(tops)) if len(tops) > 1 else ""
    if above and all(top.startswith(f"{above[1]}-") for top in tops):
        prefix = f"{above[1]}-"
    people = _classroom50(names.text(_SCORES)) if _SCORES in names.paths else {}
    # A user name may hold hyphens, and all of them begin alike: a roster knows better.
    ends = {top: [each for each in {*names.ids, *people} if _ends(top, each)] for top in tops}
    known = {top: max(ids, key=len) for top, ids in ends.items() if ids}
    places = {}
    for path in names.paths:
        top, slash, inside = path.partition("/")
        if slash:
            student = known.get(top, top.removeprefix(prefix))
            places[path] = replace(people.get(student, Place(student, "")), inside=inside)
    own = {path for path in names.paths if path.partition("/")[2] in ("", *_RESULTS)}
    return places, own | {path for path in names.paths if "/." in path}


def _classroom50(text: str) -> dict[str, Place]:
    """Who the users of a scores.csv are; of several attempts the newest comes first."""
    people: dict[str, Place] = {}
    try:
        for row in csv.DictReader(io.StringIO(text)):
            user = row["username"].strip()
            name = f"{row['first_name']} {row['last_name']}".strip()
            keys = frozenset({row["email"].strip()} - {""})
            late = row["late"] == "true"
            people.setdefault(user, Place(user, "", name, late=late, keys=keys))
    except (csv.Error, KeyError, AttributeError):
        return {}  # somebody else's table
    return people


def _ends(folder: str, user: str) -> bool:
    return f"-{folder}".casefold().endswith(f"-{user}".casefold())


def _common_start(first: str, last: str) -> str:
    """What two names begin with, up to a hyphen."""
    same = [number for number in range(len(first)) if first[: number + 1] == last[: number + 1]]
    return first[: len(same)][: first[: len(same)].rfind("-") + 1]


FORMS: dict[str, Callable[[Names], Placed]] = {
    "Canvas": canvas,
    "Moodle": partial(moodle, _MOODLE_FOLDERS),
    "Moodle, without folders": partial(moodle, _MOODLE_FLAT),
    "Blackboard": blackboard,
    "Brightspace": brightspace,
    "Gradescope": gradescope,
    "nbgrader": nbgrader,
    "clones of repositories": clones,
}
FOLDERS = "folders of students"


def recognise(
    source: str,
    paths: Iterable[str],
    text: Callable[[str], str],
    trees: frozenset[str],
    ids: frozenset[str] = frozenset(),
) -> Recognised:
    """The form of a source. source: its name; text: reads a path; trees: what folders of a course
    are called, which are nobody's name; ids: students' own, from a roster."""
    full = {f"{source}/{path}": path for path in paths}
    weights = file_weights([path for path in full if not is_junk(path)])
    total = sum(weights.values())
    best = Recognised(FOLDERS, {})
    for depth in DEPTHS:
        below = {_below(path, depth): path for path in full if path.count("/") >= depth}
        above = {path.split("/")[depth - 1] for path in below.values()} if depth else set()

        def read(path: str, below: dict[str, str] = below) -> str:
            return text(full[below[path]])

        names = Names([*below], read, ids, above.pop() if len(above) == 1 else "")
        for form, place in FORMS.items():
            placed, own = place(names)
            places = {full[below[path]]: each for path, each in placed.items()}
            count = sum(weights.get(below[path], 0.0) for path in placed)
            if count * 2 > total and len(places) > len(best.places):
                best = Recognised(form, places, frozenset(full[below[path]] for path in own))
    return best if best.places else _folders(source, full, trees)


def _below(path: str, depth: int) -> str:
    return path.split("/", depth)[depth]


def _folders(source: str, full: Mapping[str, str], trees: frozenset[str]) -> Recognised:
    """A folder for each student, or a zip; or else all that there is, is one student's."""
    paths = [path for path in full if not is_junk(path)]
    depth = 1
    while tops := {path.split("/")[depth] for path in paths if path.count("/") > depth}:
        if tops & trees:  # a chapter: the folder above is the student's
            depth -= 1
            break
        loose = any(path.count("/") == depth for path in paths)
        below = {p.split("/")[depth + 1] for p in paths if p.count("/") > depth + 1}
        if len(tops) > 1 or loose or len(below) < 2 or below & trees:
            break
        depth += 1  # one folder around the students' own
    places = {}
    for path, short in full.items():
        steps = path.split("/")
        if len(steps) > depth + 1:
            places[short] = Place(steps[depth], "/".join(steps[depth + 1 :]))
        elif len(steps) == depth + 1 and steps[depth].lower().endswith(".zip"):
            places[short] = Place(steps[depth][:-4], steps[depth])
    return Recognised(FOLDERS, places)
