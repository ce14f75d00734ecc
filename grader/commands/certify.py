"""`certify`: prove the suites, show what falls short."""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..certify.findings import counted, shortcomings
from ..certify.proof import Proof
from ..certify.prove import certify
from ..contents.course import Course, Exercise, UsageError
from ..report.output import check_writable, write_report
from ..report.verdict import cleaned
from ..sandbox.confine import strongest
from ..submission.servers import serving
from ..words.prose import prose
from ..words.sessions import command
from .options import positive

KILLED_AT_LEAST = 0.97  # of the mutants of all exercises that are certified

HEADINGS = ("exercise", "points", "mistakes", "alternatives", "mutants", "margin", "time")
CELLS = (
    "{points:g}",
    "{caught}/{mistakes}",
    "{right}/{alternatives}",
    "{killed}/{mutants}",
    "{margin:.1g}",
    "{seconds:.1f} s",
)
HOLDS = "Everything holds: {killed} of {mutants} mutants killed ({share:.1%})."
NOT_PROVED = "Nothing is proved yet."
ONE = "--watch proves one exercise again and again: say which one. For example:"
SHOWN = "--watch shows what it finds, and writes no report. For example:"
FALLS_SHORT = "Something falls short: {killed} of {mutants} mutants killed ({share:.1%})."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the JSON to a file")
    parser.add_argument("--watch", action="store_true", help="prove one again on every save")
    parser.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N")


def run(course: Course, options: argparse.Namespace) -> int:
    """Certify what the options ask for; 1 if anything falls short, 3 if the grader fails."""
    exercises = course.select(options.exercises)
    if options.watch:
        return _watch(course, exercises, options)
    check_writable(options.output)
    console = Console(stderr=options.format == "json")
    level = strongest()
    with serving(level, course.readable, blas_threads=os.cpu_count() or 1) as server:
        proofs, faults = certify(
            course,
            exercises,
            server,
            options.jobs,
            lambda proof: console.print(f"{proof.name} {proof.seconds:.1f} s", style="dim"),
        )
    faults = cleaned(faults, lines=True)
    total = sum(proof.mutants - proof.equivalent for proof in proofs)
    killed = sum(proof.killed for proof in proofs)
    share = killed / total if total else 1.0
    holds = share >= KILLED_AT_LEAST and all(proof.holds for proof in proofs)
    holds = holds and not faults
    contents = {
        "version": 1,
        "holds": holds,
        "mutants": total,
        "killed": killed,
        "confinement": level,
        "exercises": [asdict(cleaned(proof)) for proof in proofs],
        "faults": faults,
    }
    text = json.dumps(contents, indent=1, ensure_ascii=False)
    if options.output:
        write_report(text + "\n", options.output)
    if options.format == "json":
        print(text)
    else:
        _show(console, proofs)
        sentence = HOLDS if holds else FALLS_SHORT if total else NOT_PROVED
        console.print(Text(sentence.format(killed=killed, mutants=total, share=share), "bold"))
    for fault in faults:
        console.print(Text(f"The grader itself failed: {fault}", "red"))
    return 3 if faults else 0 if holds else 1


def _watch(course: Course, exercises: Sequence[Exercise], options: argparse.Namespace) -> int:
    """Prove one exercise on every save. Raises UsageError."""
    if len(exercises) != 1:
        raise UsageError(ONE, command=command("certify", exercises[0].stem, "--watch"))
    if options.format == "json" or options.output:
        raise UsageError(SHOWN, command=command("certify", exercises[0].stem, "--watch"))
    from ..author.proof_watch import watch_proofs

    return watch_proofs(course, exercises[0], options.jobs)


def _show(console: Console, proofs: Sequence[Proof]) -> None:
    table = Table(*HEADINGS, box=None, header_style="bold", pad_edge=False)
    for proof in [proof for proof in proofs if not proof.missing]:
        name = Text(proof.name, "green" if proof.holds else "red")
        table.add_row(name, *(cell.format(**counted(proof)) for cell in CELLS))
    if table.row_count:
        console.print(table)
    for proof in proofs:
        label = f"{proof.name}: " if len(proofs) > 1 else ""
        for sentence in shortcomings(proof):
            console.print(Text(prose(f"{label}{sentence}", console.file)), soft_wrap=True)
