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

from ..certify.findings import shortcomings
from ..certify.proof import Proof
from ..certify.prove import certify
from ..contents.course import Course
from ..report.output import check_writable, write_report
from ..report.verdict import cleaned
from ..sandbox.confine import strongest
from ..submission.processes import Server
from ..submission.start import launch
from .options import positive

KILLED_AT_LEAST = 0.97  # of the mutants of all exercises that are certified

HEADINGS = ("exercise", "points", "mistakes", "alternatives", "mutants", "margin", "time")
HOLDS = "Everything holds: {killed} of {mutants} mutants killed ({share:.1%})."
FALLS_SHORT = "Something falls short: {killed} of {mutants} mutants killed ({share:.1%})."


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the JSON to a file")
    parser.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N")


def run(course: Course, options: argparse.Namespace) -> int:
    """Certify what the options ask for; 1 if anything falls short, 3 if the grader fails."""
    exercises = course.select(options.exercises)
    check_writable(options.output)
    console = Console(stderr=options.format == "json")
    level = strongest()
    server = Server(*launch(level, course.readable, blas_threads=os.cpu_count() or 1))
    try:
        proofs, faults = certify(
            course,
            exercises,
            server,
            options.jobs,
            lambda proof: console.print(f"{proof.name} {proof.seconds:.1f} s", style="dim"),
        )
    finally:
        server.close()
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
        sentence = HOLDS if holds else FALLS_SHORT
        console.print(Text(sentence.format(killed=killed, mutants=total, share=share), "bold"))
    for fault in faults:
        console.print(Text(f"The grader itself failed: {fault}", "red"))
    return 3 if faults else 0 if holds else 1


def _show(console: Console, proofs: Sequence[Proof]) -> None:
    table = Table(*HEADINGS, box=None, header_style="bold", pad_edge=False)
    for proof in proofs:
        worst = max((margin.used for margin in proof.margins if margin.must_hold), default=0.0)
        table.add_row(
            Text(proof.name, "green" if proof.holds else "red"),
            f"{proof.points:g}",
            f"{proof.mistakes - len(proof.uncaught) - len(proof.misnamed)}/{proof.mistakes}",
            f"{proof.alternatives - len(proof.alternative_failures)}/{proof.alternatives}",
            f"{proof.killed}/{proof.mutants - proof.equivalent}",
            f"{worst:.1g}",
            f"{proof.seconds:.1f} s",
        )
    console.print(table)
    for proof in proofs:
        for sentence in shortcomings(proof):
            console.print(Text(f"{proof.name}: {sentence}"))
