"""Collecting a class: every form, zipped and not; what is damaged or hostile costs itself alone."""

import io
import json
import time
import zipfile
from pathlib import Path

import classes
import pytest
from conftest import ROOT

from grader.classroom.collect import Collected, Submitted, collect
from grader.classroom.roster import Person, read_roster
from grader.contents.course import Course, UsageError

COURSE = Course.load(ROOT)
NAMES = ("losses/one_hot", "activations/softmax", "optimizers/sgd")
KINDS = {name: {way: (f"# {name} {way}\n", 1.0) for way in ("good", "bad")} for name in NAMES}
CLASS = classes.make(KINDS, 8)


def taken(handin: Submitted) -> dict[str, str]:
    """The latest of every exercise as text."""
    assert not any(attempts[-1].problem for attempts in handin.files.values())
    return {name: attempts[-1].source.decode() for name, attempts in handin.files.items()}


def one(folder: Path, files: classes.Files) -> tuple[Submitted, Collected]:
    """What is made of one student's files, beside another's, which they must not touch."""
    source = folder / "class.zip"
    both = {f"kim/{path}": data for path, data in files.items()}
    source.write_bytes(classes.packed({**both, "lee/one_hot.py": b"pass\n"}))
    found = collect(COURSE, [source])
    kim, lee = found.handins
    assert (kim.student, lee.student) == ("kim", "lee")
    assert taken(lee) == {"losses/one_hot": "pass\n"} and not lee.notes
    return kim, found


@pytest.mark.parametrize("form", classes.FORMS)
@pytest.mark.parametrize("way", ["zip", "cp949", "unpacked", "folder around it"])
def test_every_form_is_recognised(tmp_path, form, way):
    write, known_as = classes.FORMS[form]
    students = [s for s in CLASS if way != "cp949" or "ë" not in s.name]
    files = write(students)
    if way == "folder around it":
        files = {f"downloads/{path}": data for path, data in files.items()}
    source = tmp_path / "submissions.zip"
    if way == "unpacked":
        source = classes.unpacked(files, tmp_path / "homework")
    else:
        source.write_bytes(classes.packed(files, "cp949" if way == "cp949" else "utf-8"))
    found = collect(COURSE, [source])
    assert [name for _, name in found.forms] == [form]
    assert {h.student: taken(h) for h in found.handins} == {
        known_as(s): dict(s.files) for s in students
    }
    assert not found.unmatched
    if form not in ("folders of students", "clones of repositories", "nbgrader", "Canvas"):
        assert {h.name for h in found.handins} == {s.name for s in students}
    if form == "Canvas":
        late = {h.student for h in found.handins if h.late}
        assert late == {str(s.number) for s in students if s.number % 3 == 0}


def test_canvas_without_names_is_canvas_too(tmp_path):
    files = {"anon_a1B2c_71_one_hot.py": b"1\n", "LATE_anon_x9_72_one_hot-1.py": b"2\n"}
    (tmp_path / "hw.zip").write_bytes(classes.packed(files))
    found = collect(COURSE, [tmp_path / "hw.zip"])
    assert [name for _, name in found.forms] == ["Canvas"]
    told = [(each.student, each.late, taken(each)) for each in found.handins]
    assert told == [
        ("anon_a1B2c", False, {"losses/one_hot": "1\n"}),
        ("anon_x9", True, {"losses/one_hot": "2\n"}),
    ]


@pytest.mark.parametrize("has_table", [True, False])
def test_what_classroom_50_downloads_says_who_they_are(tmp_path, has_table):
    users = {"kim-a": ("Min", "Kim"), "kim-b": ("Ada", "Lee"), "kim-c": ("", "")}
    files = {}
    for user in users:
        top = f"cs-hw1_submissions_2026_06_02_T_09_00_00/cs-hw1-{user}"
        files[f"{top}/.classroom50.yaml"] = files[f"{top}/result.json"] = b""
        files[f"{top}/results.json"] = b""
        files[f"{top}/exercises/losses/one_hot.py"] = b"1\n"
    columns = "username,first_name,last_name,email,section,score,max_score,datetime,"
    text = f"{columns}submission_tag,submitted_by,review_url,late,override\n"
    for user, (first, last) in users.items():
        for late in ("true", "false") if user != "kim-c" else ("",):
            mail = f"{user}@uni.edu" if first else ""
            text += f"{user},{first},{last},{mail},A,2,3,,,,,{late},\n"
    if has_table:
        files["cs-hw1_submissions_2026_06_02_T_09_00_00/scores.csv"] = text.encode()
    (tmp_path / "any.zip").write_bytes(classes.packed(files))
    found = collect(COURSE, [tmp_path / "any.zip"])
    assert [name for _, name in found.forms] == ["clones of repositories"]
    assert not found.unmatched and not any(each.notes for each in found.handins)
    told = {each.student: (each.name, each.late, each.keys) for each in found.handins}
    if has_table:
        assert told == {
            "kim-a": ("Min Kim", True, {"kim-a@uni.edu"}),
            "kim-b": ("Ada Lee", True, {"kim-b@uni.edu"}),
            "kim-c": ("", False, set()),
        }
    else:
        assert told.keys() == users.keys()


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("Müller", "cp437"), ("Zoë Ångström", "cp437"), ("똠방각하 김", "cp949"), ("김민수", "utf-8")],
)
def test_names_without_a_mark_are_read_as_they_were_meant(tmp_path, name, encoding):
    files = {f"{name}/one_hot.py": b"1\n", "lee/one_hot.py": b"2\n"}
    (tmp_path / "hw.zip").write_bytes(classes.packed(files, encoding))
    assert {h.student for h in collect(COURSE, [tmp_path / "hw.zip"]).handins} == {name, "lee"}


@pytest.mark.parametrize("form", classes.FORMS)
def test_a_roster_names_everyone_and_who_is_missing(tmp_path, form):
    write, _ = classes.FORMS[form]
    source = classes.unpacked(write(CLASS), tmp_path / "homework")
    table = tmp_path / "roster.csv"
    table.write_bytes(classes.roster(CLASS).encode("utf-8-sig"))
    found = collect(COURSE, [source], read_roster(table))
    assert {(h.student, h.name) for h in found.handins} == {(s.user, s.name) for s in CLASS}
    assert [person.student for person in found.missing] == ["absent"]


@pytest.mark.parametrize("form", ["Canvas", "Moodle", "Blackboard", "Brightspace"])
def test_the_gradebook_of_a_system_is_a_roster_too(tmp_path, form):
    source = classes.unpacked(classes.FORMS[form][0](CLASS[1:]), tmp_path / "homework")
    table = tmp_path / "export.csv"
    table.write_bytes(classes.gradebook(form, CLASS, "6"))
    found = collect(COURSE, [source], read_roster(table))
    everyone = {person.student for person in read_roster(table)}
    assert {h.student for h in found.handins} < everyone and len(everyone) == len(CLASS)
    (missing,) = found.missing
    assert missing.name.strip(", ") == CLASS[0].name


@pytest.mark.parametrize(
    "path",
    [
        "one_hot.py", "one_hot-1.py", "one_hot (1).py", "one_hot(2).py", "one_hot copy.py",
        "one_hot - Copy (2).py", "one_hot - 복사본.py", "Copy of one_hot.py", "One_Hot.py",
        "losses/one_hot.py", "hw/exercises/losses/one_hot.py", "week 1\\one_hot.py",
        "activations/one_hot.py", "one_hot-123e4567-e89b-12d3-a456-426614174000.py",
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_path_or_stem(tmp_path, path):
    kim, found = one(tmp_path, {path: b"x = 1\n"})
    assert taken(kim) == {"losses/one_hot": "x = 1\n"}
    assert not kim.notes and not found.unmatched


@pytest.mark.parametrize(
    "path", ["one_hott.py", "one_hot.txt", "solutions/losses/one_hot.py", "hot.py", "one_hot.bak"]
)
def test_what_is_no_exercise_is_listed_and_not_guessed(tmp_path, path):
    kim, _ = one(tmp_path, {path: b"x = 1\n"})
    assert not kim.files
    assert kim.notes == [f"{path} is no exercise's file."]


def test_the_course_s_own_folder_counts_before_a_loose_file(tmp_path):
    files = {"exercises/losses/one_hot.py": b"right\n", "old/one_hot.py": b"wrong\n"}
    assert taken(one(tmp_path, files)[0]) == {"losses/one_hot": "right\n"}


def test_a_copy_of_the_whole_course_tells_only_what_is_not_the_course_s(tmp_path):
    files = {"exercises/losses/one_hot.py": b"1\n", "README.md": b"", "mine.py": b"2\n"}
    files |= {"solutions/losses/one_hot.py": b"3\n", "tests/test_walls.py": b"", "course.toml": b""}
    kim, _ = one(tmp_path, files)
    assert taken(kim) == {"losses/one_hot": "1\n"}
    assert kim.notes == ["mine.py is no exercise's file."]


def test_two_files_that_differ_are_not_chosen_from(tmp_path):
    same = {"a/one_hot.py": b"1\n", "b/one_hot.py": b"1\n"}
    assert taken(one(tmp_path, same)[0]) == {"losses/one_hot": "1\n"}
    kim, _ = one(tmp_path, {**same, "c/one_hot.py": b"2\n"})
    (attempt,) = kim.files["losses/one_hot"]
    assert attempt.source == b"" and "several different files" in attempt.problem


def test_the_latest_of_several_is_last(tmp_path):
    files = {f"one_hot{end}.py": f"{n}\n".encode() for n, end in enumerate(["-2", "-10", "", "-1"])}
    attempts = one(tmp_path, {**files, "one_hot copy.py": b"c\n"})[0].files["losses/one_hot"]
    assert [attempt.source for attempt in attempts] == [b"c\n", b"2\n", b"3\n", b"0\n", b"1\n"]


def test_a_zip_in_a_hand_in_is_opened_and_one_in_that_is_not(tmp_path):
    more = classes.packed({"sgd.py": b"y\n"})
    inner = classes.packed({"hw/one_hot.py": b"x\n", "more.zip": more})
    kim, _ = one(tmp_path, {"homework.zip": inner, "late.rar": b"Rar!"})
    assert taken(kim) == {"losses/one_hot": "x\n"}
    assert sorted(kim.notes) == [
        "kim/late.rar is packed in a form that is not opened; a zip would be.",
        "more.zip is a zip within a zip that was handed in; it is not opened.",
    ]


def test_a_folder_of_zips_is_a_class(tmp_path):
    for name in ("김민수", "lee"):
        (tmp_path / f"{name}.zip").write_bytes(classes.packed({"one_hot.py": name.encode()}))
    found = collect(COURSE, [tmp_path])
    assert {h.student: taken(h) for h in found.handins} == {
        name: {"losses/one_hot": name} for name in ("김민수", "lee")
    }


def hostile(kind: str) -> bytes:
    """A zip that a student handed in, with something wrong about its one file."""
    packed = classes.packed({"one_hot.py": b"x = 1\n" * 50})
    if kind == "bomb":
        return classes.packed({"one_hot.py": b"\0" * (64 << 20)})
    if kind == "header":  # says a byte, holds more
        size = (300).to_bytes(4, "little")
        return packed.replace(size, (1).to_bytes(4, "little"))
    if kind == "encrypted":
        at = packed.index(b"PK\x01\x02") + 8
        return packed[:at] + b"\x01" + packed[at + 1 :]
    if kind == "damaged":
        return packed[:45] + b"\xff\xff\xff" + packed[48:]
    if kind == "cut":
        return packed[:60]
    if kind == "method":
        at = packed.index(b"PK\x01\x02") + 10
        return packed[:at] + b"\x63" + packed[at + 1 :]
    if kind == "link":
        info = zipfile.ZipInfo("one_hot.py")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        return link(info)
    begin = {"upwards": "../../lee", "absolute": "/lee", "drive": "C:"}[kind]
    return classes.packed({f"{begin}/one_hot.py": b"stolen\n"})


def link(info: zipfile.ZipInfo) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("bomb", "is larger than 1 MiB"),
        ("header", "is damaged"),
        ("encrypted", "is encrypted"),
        ("damaged", "is damaged"),
        ("cut", "is no zip that can be read"),
        ("method", "is packed in a way"),
        ("link", "is a link"),
        ("upwards", "leads out of its archive"),
        ("absolute", "leads out of its archive"),
        ("drive", "leads out of its archive"),
    ],
)
def test_a_hostile_zip_costs_its_own_hand_in(tmp_path, kind, said):
    kim, _ = one(tmp_path, {"homework.zip": hostile(kind)})
    told = [*kim.notes, *(a.problem for attempts in kim.files.values() for a in attempts)]
    assert len(told) == 1 and said in told[0], told
    assert not any(a.source for attempts in kim.files.values() for a in attempts)


def test_many_bombs_of_one_student_end_at_what_anyone_may_hand_in(tmp_path):
    bomb = {f"{n}/{stem}.py": b"#" * (1 << 20) for n in range(6) for stem in ("sgd", "relu")}
    kim, _ = one(tmp_path, {"homework.zip": classes.packed(bomb)})
    assert sum(len(a.source) for attempts in kim.files.values() for a in attempts) <= 8 << 20


@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "latin-1"])
def test_text_that_python_cannot_read_is_said(tmp_path, encoding):
    text = "# 한글\n" if encoding != "latin-1" else "# é\n"
    kim, _ = one(tmp_path, {"one_hot.py": text.encode(encoding)})
    assert "is not written in UTF-8" in kim.files["losses/one_hot"][0].problem
    kim, _ = one(tmp_path, {"one_hot.py": b"# coding: cp949\n" + "# 한글\n".encode("cp949")})
    assert not kim.files["losses/one_hot"][0].problem


def test_no_link_on_disk_is_followed(tmp_path):
    secret = tmp_path / "secret.py"
    secret.write_text("secret\n")
    folder = classes.unpacked({"kim/sgd.py": b"1\n", "lee/one_hot.py": b"2\n"}, tmp_path / "class")
    (folder / "kim" / "one_hot.py").symlink_to(secret)
    (folder / "kim" / "losses").symlink_to(folder / "lee")
    kim, lee = collect(COURSE, [folder]).handins
    assert "is a link" in kim.files["losses/one_hot"][0].problem
    assert not kim.files["losses/one_hot"][0].source and [*lee.files] == ["losses/one_hot"]
    assert any("kim/losses is a link" in note for note in kim.notes)


def test_a_notebook_is_read_by_its_cells(tmp_path):
    def notebook(*sources: str) -> bytes:
        cells = [{"cell_type": "code", "source": source.splitlines(True)} for source in sources]
        return json.dumps({"cells": [{"cell_type": "markdown", "source": []}, *cells]}).encode()

    plain = notebook("%matplotlib inline\nimport numpy as np", "def one_hot(): pass")
    kim, _ = one(tmp_path, {"one_hot.ipynb": plain})
    assert taken(kim)["losses/one_hot"] == (
        "# %matplotlib inline\nimport numpy as np\n\ndef one_hot(): pass"
    )
    marked = notebook("1/0", "%%grade losses/one_hot\nx = 1", "%%grade sgd\ny = 1")
    assert taken(one(tmp_path, {"one_hot.ipynb": marked})[0]) == {"losses/one_hot": "x = 1"}
    kim, _ = one(tmp_path, {"one_hot.ipynb": b"[" * 100_000})
    assert "is no notebook" in kim.files["losses/one_hot"][0].problem


def test_foreign_names_are_made_safe(tmp_path):
    kim, found = one(tmp_path, {"evil\x1b[2J\u202e.py": b"", "sub/\x1b]0;x\x07.zip": b"PK"})
    told = "".join([*kim.notes, *found.unmatched])
    assert told.isprintable() and "\\x1b[2J\\u202e.py" in told


def test_a_source_that_is_none_is_said(tmp_path):
    (tmp_path / "no.zip").write_bytes(b"PK no")
    with pytest.raises(UsageError, match="neither a folder nor a zip"):
        collect(COURSE, [tmp_path / "no.zip"])
    with pytest.raises(UsageError, match="no folder or zip named"):
        collect(COURSE, [tmp_path / "nothing"])


NEWER = "attempt_2099-01-01-00-00-00"
MINE = f"Homework 1_user0_{NEWER}"


@pytest.mark.parametrize(
    "attack",
    [
        {f"{MINE}_user2_{NEWER}_one_hot.py": b"stolen\n"},
        {f"{MINE}_user_1_{NEWER}_one_hot.py": b"stolen\n",
         f"{MINE}_user_1_{NEWER}.txt": b"Name: Mary (user_1)\n"},
        {f"Homework 1_user0_attempt_2099-01-01-00-00-{second:02d}.txt":
         b"Comments:\n\tOriginal filename: notes.txt\n"
         b"\tFilename: Homework 1_user2_attempt_2026-11-21-09-00-00_one_hot.py\n"
         for second in range(20)},
    ],
)  # fmt: skip
def test_nothing_that_a_student_writes_makes_a_file_of_anothers(tmp_path, attack):
    source = tmp_path / "homework.zip"
    source.write_bytes(classes.packed({**classes.blackboard(CLASS[:3]), **attack}))
    found = {handin.student: handin for handin in collect(COURSE, [source]).handins}
    assert {*found} == {each.user for each in CLASS[:3]}
    for each in CLASS[1:3]:
        assert taken(found[each.user]) == dict(each.files)


@pytest.mark.parametrize("keys", [["1001"], []])
def test_who_takes_anothers_name_takes_nothing_else(tmp_path, keys):
    source = tmp_path / "homework.zip"
    files = {f"Lee_{number}_assignsubmission_file_/one_hot.py": b"%d" % number
             for number in (1000, 1001)}  # fmt: skip
    source.write_bytes(classes.packed(files))
    found = collect(COURSE, [source], [Person("lee", "Lee", frozenset({"lee", *keys}))])
    expected = {"1000": "1000", "lee" if keys else "1001": "1001"}
    assert {h.student: taken(h)["losses/one_hot"] for h in found.handins} == expected


def test_one_students_files_do_not_say_what_form_all_others_have(tmp_path):
    attack = {
        f"user0/Kim_1001_assignsubmission_file_/{number}/one_hot.py": b"stolen\n"
        for number in range(100)
    }
    source = tmp_path / "homework.zip"
    source.write_bytes(classes.packed({**classes.folders(CLASS), **attack}))
    found = collect(COURSE, [source])
    assert [form for _, form in found.forms] == ["folders of students"]
    assert {h.student: taken(h) for h in found.handins if h.student != "user0"} == {
        each.user: dict(each.files) for each in CLASS[1:]
    }


@pytest.mark.parametrize("name", ["_" * 60_000, "-1" * 30_000, "a" + "\u0315\u0327" * 12_000])
def test_a_long_name_costs_nothing(tmp_path, name):
    started = time.process_time()
    kim, _ = one(tmp_path, {"homework.zip": classes.packed({f"one_hot{name}.py": b""})})
    assert time.process_time() - started < 0.5
    assert not kim.files and len(kim.notes) == 1
