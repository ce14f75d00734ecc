"""What a proof falls short of, as sentences; a mutant that survives as the diff that does."""

from collections.abc import Iterator

from .proof import Proof, Survivor

REFERENCE = "The solution itself fails {what}."
TRIVIAL = "Trivial answers win {part}: {answers}."
TAMPER = "Spoiling what was handed over wins {part}: {answers}."
STUMBLE = "The suite breaks down or is too strict: {what}."
REPLAY = "A table of recorded answers wins {part} under other seeds: {answers}."
ALTERNATIVE = "A correct alternative fails {what}."
UNCAUGHT = "No test catches the mistake {what}."
MISNAMED = "The mistake {what}."
UNSTATED = "The suite wants {what} left unchanged, and the stub does not say so."
STALE = "Marked as equivalent, but no mutant that survives: {what}."
MARGIN = "The solution moves by {used:.2g} of its tolerance under {change}."
SURVIVOR = "A mutant survives: no test tells this from line {number} of the solution."
SUMMARY = (
    "{points:g} points; {caught}/{mistakes} mistakes caught, {right}/{alternatives} alternatives "
    "right, {killed}/{mutants} mutants killed; {margin:.1g} of a tolerance used; {seconds:.1f} s"
)
NEEDLESS = "No known mistake needs the test {what}, and no mutant does."

MORE = "{answers} and {count} more"
MOST = 4  # answers that are named for one part

MINUS, PLUS = "  - ", "  + "  # before the lines of a diff
DROPPED = "(dropped)"


def shortcomings(proof: Proof) -> list[str]:
    """What falls short in one exercise, a sentence each; below it a diff, where there is one."""
    sentences = [*proof.missing, *_unearned(proof)]
    for template, found in (
        (REFERENCE, proof.reference_failures),
        (STUMBLE, proof.tamper_stumbles),
        (ALTERNATIVE, proof.alternative_failures),
        (UNCAUGHT, proof.uncaught),
        (MISNAMED, proof.misnamed),
        (STALE, proof.stale_equivalents),
        (UNSTATED, proof.unstated),
    ):
        sentences += [template.format(what=what) for what in found]
    for margin in proof.margins:
        if margin.must_hold and margin.used > 1:
            sentences.append(MARGIN.format(used=margin.used, change=margin.change))
    return [*sentences, *map(_survivor, proof.survivors), *proof.broken_rules]


def counted(proof: Proof) -> dict[str, float]:
    """The figures of a proof by name; margin: the largest share of a tolerance that is used."""
    return {
        "points": proof.points,
        "caught": proof.mistakes - len(proof.uncaught) - len(proof.misnamed),
        "mistakes": proof.mistakes,
        "right": proof.alternatives - len({x.split(":")[0] for x in proof.alternative_failures}),
        "alternatives": proof.alternatives,
        "killed": proof.killed,
        "mutants": proof.mutants - proof.equivalent,
        "margin": max((each.used for each in proof.margins if each.must_hold), default=0.0),
        "seconds": proof.seconds,
    }


def summary(proof: Proof) -> str:
    """The figures of a proof in one line."""
    return SUMMARY.format(**counted(proof))


def advice(proof: Proof) -> list[str]:
    """What need not be mended, and is worth a look."""
    return [NEEDLESS.format(what=what) for what in proof.needless]


def _unearned(proof: Proof) -> Iterator[str]:
    """What wins parts without being right; what wins as it is need not be spoilt to do so."""
    trivial = [win.rpartition(": ")[::2] for win in proof.trivial_wins]
    spoilt = [win.partition(": ")[::2] for win in proof.tamper_wins]
    new = [(how, part) for part, how in spoilt if (how.rpartition(", ")[0], part) not in trivial]
    played = [win.partition(", ")[::-2] for win in proof.replay_wins]
    for template, wins in ((TRIVIAL, trivial), (TAMPER, new), (REPLAY, played)):
        for part in dict.fromkeys(part for _, part in wins):
            answers = [answer for answer, winner in wins if winner == part]
            text = "; ".join(answers[:MOST])
            if len(answers) > MOST:
                text = MORE.format(answers=text, count=len(answers) - MOST)
            yield template.format(part=part, answers=text)


def _survivor(mutant: Survivor) -> str:
    lines = [SURVIVOR.format(number=mutant.number), MINUS + mutant.line]
    return "\n".join(lines + [PLUS + mutant.becomes] * (mutant.becomes != DROPPED))
