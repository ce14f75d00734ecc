"""Proof that suites are strong and fair: what the references, mistakes and mutants come to.

Everything here runs code of our own, in this process: see trial.py.
"""

import time
from collections.abc import Callable, Sequence

from ..contents.course import TREE, Course, Exercise
from ..contents.handin import Files, reference_files
from ..contents.mistakes import Knowledge, Mistake, load_knowledge
from ..contents.mutants import mutants
from ..contents.stubs import stub_of
from ..expect import recording
from ..judge.diagnosis import Diagnosis, Observation
from ..judge.pool import forked
from ..judge.run import Around, Run, run_test, try_source
from ..judge.suites import Suites, SuiteTest, load_reference
from ..submission.servers import Server
from ..submission.workers import Worker
from .margins import Margin, reordered, single_precision
from .promises import unstated_demands, untrue_examples
from .proof import Proof, Survivor, merged
from .ready import obstacles, open_ends
from .rules import breaches
from .trivial import trivial_answers
from .unearned import Suite, followers, mistake_wins, replay_wins, stumbles, trivial_wins

SEEDS = (0, 1, 2)
PHASES = ("answers", "unearned", "mistakes", "mutants")  # of one exercise, proved side by side
SLOW = 0.05  # seconds; of a test that adds nothing to what quick tests have caught
DIAGNOSIS_SECONDS = 60.0  # certify has more patience than a learner

LOST = "The process that proved the {phase} of {name} was lost: {reason}."


class Prover:
    """Proves the suite of one exercise."""

    def __init__(
        self,
        exercise: Exercise,
        tests: list[SuiteTest],
        files: Files,
        knowledge: Knowledge,
        server: Server | None,
    ) -> None:
        """server: for what is proved in real workers; None leaves that out."""
        self._exercise = exercise
        self._server = server
        self._tests = list(tests)
        self._places = {test.identity: place for place, test in enumerate(tests)}
        self._files = files
        self._reference = load_reference(exercise)
        self._solution = exercise.solution.read_text(encoding="utf-8")
        self._durations: dict[str, float] = {}
        self._knowledge = knowledge

    def prove(self, phase: str) -> Proof:
        """One of the phases; merged, they are the whole proof."""
        started = time.perf_counter()
        proof = Proof(self._exercise.name)
        # Every phase learns how long the tests take; one of them proves the solution itself.
        failures = self._prove_reference(SEEDS if phase == "answers" else SEEDS[:1])
        if phase == "unearned":
            self._prove_nothing_unearned(proof)
        elif phase == "mistakes":
            self._prove_mistakes(proof)
        elif phase == "mutants":
            self._prove_mutants(proof)
        else:
            proof.points = sum(self._points().values())
            proof.reference_failures = failures
            self._prove_answers(proof)
            self._measure_margins(proof)
        proof.seconds = time.perf_counter() - started
        return proof

    def _prove_answers(self, proof: Proof) -> None:
        """Stubs and trivial answers win no part; alternatives win all, and the stub fits them."""
        proof.unstated = unstated_demands(self._exercise)
        for name, source in trivial_answers(self._solution):
            proof.trivial_wins += [f"{name}: {part}" for part in self._parts_won(source)]
        stub = stub_of(self._solution)
        proof.trivial_wins += [f"the stub: {part}" for part in self._parts_won(stub)]
        for alternative in self._knowledge.alternatives:
            proof.alternatives += 1
            failure = self.first_failure(alternative.source)
            untrue = untrue_examples(self._exercise, alternative.source)
            for found in [failure, *untrue]:
                if found:
                    proof.alternative_failures.append(f"{alternative.name}: {found}")

    def _prove_nothing_unearned(self, proof: Proof) -> None:
        """Neither tampering with what was handed over nor a table of answers wins a part."""
        parts: dict[str, list[SuiteTest]] = {}
        for test in self._tests:
            parts.setdefault(test.part.__name__, []).append(test)
        suite = Suite(parts, self._is_slow, self._try, self._try_link)
        trivial = [*trivial_answers(self._solution), ("the stub", stub_of(self._solution))]
        mistakes = [(mistake.name, mistake.source) for mistake in self._knowledge.mistakes]
        proof.tamper_wins += trivial_wins(suite, trivial)
        proof.tamper_wins += mistake_wins(suite, mistakes)
        proof.tamper_wins += followers(suite, self._solution)
        proof.tamper_stumbles += stumbles(suite, self._solution)
        proof.replay_wins += replay_wins(suite)

    def _is_slow(self, test: SuiteTest) -> bool:
        return self._durations[test.identity] > SLOW

    def _prove_reference(self, seeds: Sequence[int]) -> list[str]:
        """What the solution fails under any of the seeds; quick tests come first from now on."""
        failures = []
        for seed in seeds:
            for test in self._tests:
                started = time.process_time()  # a busy machine must not make a test slow
                trial = self._try(test, self._solution, seed)
                self._durations[test.identity] = time.process_time() - started
                if not trial.passed:
                    failures.append(f"{test.name}, seed {seed}: {trial.error}")
        self._tests.sort(key=lambda test: self._durations[test.identity])
        return failures

    def _prove_mistakes(self, proof: Proof) -> None:
        diagnosis = Diagnosis(self._exercise.module, self._files, self._reference, seed=0)
        for mistake in self._knowledge.mistakes:
            proof.mistakes += 1
            observed = self._observe(mistake, diagnosis)
            if all(observation.passed for observation in observed):
                proof.uncaught.append(mistake.name)
                continue
            named = diagnosis.explain(
                observed, self._knowledge.mistakes, mistake.source.encode(), DIAGNOSIS_SECONDS
            ).mistakes
            if [found.name for found in named] != [mistake.name]:
                others = ", ".join(found.name for found in named) or "nothing"
                proof.misnamed.append(f"{mistake.name} is named {others}")

    def _observe(self, mistake: Mistake, diagnosis: Diagnosis) -> list[Observation]:
        """What the tests make of a mistake; slow ones are left out once it is caught."""
        observed: list[Observation] = []
        for test in self._tests:
            seconds = self._durations[test.identity]
            if seconds > SLOW and not all(observation.passed for observation in observed):
                break
            trial = diagnosis.trial(mistake.source, test)
            observed.append(Observation(test, trial.calls, trial.passed))
        return observed

    def _prove_mutants(self, proof: Proof) -> None:
        known = {(entry.line, entry.becomes) for entry in self._knowledge.equivalents}
        met = set()
        idle = self._idle_tests()
        for mutant in mutants(self._solution):
            proof.mutants += 1
            failed = self._first_failed(mutant.source)
            if failed:
                proof.killed += 1
                idle.pop(failed[0].identity, None)
            elif (mutant.line, mutant.becomes) in known:
                proof.equivalent += 1
                met.add((mutant.line, mutant.becomes))
            else:
                proof.survivors.append(Survivor(mutant.number, mutant.line, mutant.becomes))
        for line, becomes in sorted(known - met):
            proof.stale_equivalents.append(f"{line} → {becomes}")
        proof.needless = [f"{test.part.__name__}.{test.name}" for test in idle.values()]

    def _idle_tests(self) -> dict[str, SuiteTest]:
        """The quick tests that no known mistake fails, as the suite has them.

        From now on they come after the other quick ones: they are needed for what these let pass.
        """
        wrong = [mistake.source for mistake in self._knowledge.mistakes]
        idle = {
            test.identity: test
            for test in sorted(self._tests, key=lambda test: self._places[test.identity])
            if not self._is_slow(test) and all(self._try(test, each).passed for each in wrong)
        }
        others = [test for test in self._tests if test.identity not in idle]
        slow = [test for test in others if self._is_slow(test)]
        self._tests = [*others[: len(others) - len(slow)], *idle.values(), *slow]
        return idle

    def _measure_margins(self, proof: Proof) -> None:
        """How much of its tolerance the solution uses when only the arithmetic changes."""
        in_order = self._used(reordered(self._solution))
        proof.margins = [
            Margin("another seed", max(self._used(self._solution, seed) for seed in SEEDS)),
            Margin("another order of sums", in_order),
            Margin("float32", self._used(single_precision(self._solution)), must_hold=False),
        ]
        if self._server:
            used = self._used(self._solution, in_worker=True)
            proof.margins.append(Margin("all BLAS threads, in a worker", used))

    def _used(self, source: str, seed: int = 0, in_worker: bool = False) -> float:
        with recording() as shares:
            for test in self._tests:
                self._try(test, source, seed, in_worker)
        return max(shares, default=0.0)

    # Trials

    def _try(self, test: SuiteTest, source: str, seed: int = 0, in_worker: bool = False) -> Run:
        module = self._exercise.module
        path, _ = self._files[module]
        files = {**self._files, module: (path, source.encode())}
        if not in_worker or not self._server:
            return try_source(test, module, files, self._reference, seed)
        worker = Worker(self._server)
        worker.load(TREE, files)
        return run_test(test, module, worker, self._reference, seed)

    def _try_link(self, test: SuiteTest, around: Around, seed: int) -> Run:
        return try_source(test, self._exercise.module, self._files, self._reference, seed, around)

    def _first_failed(self, source: str, in_worker: bool = False) -> tuple[SuiteTest, Run] | None:
        """The first test that a source fails, and its run; None if it passes all."""
        runs = ((test, self._try(test, source, in_worker=in_worker)) for test in self._tests)
        return next(((test, run) for test, run in runs if not run.passed), None)

    def first_failure(self, source: str, in_worker: bool = False) -> str:
        """The same as a text; "" if it passes all."""
        failed = self._first_failed(source, in_worker)
        return f"{failed[0].name}: {failed[1].error}" if failed else ""

    def _points(self) -> dict[type, float]:
        return {test.part: test.points for test in self._tests}

    def _parts_won(self, source: str) -> list[str]:
        """Names of the parts in which a source passes every test."""
        won = []
        for part in self._points():
            tests = [test for test in self._tests if test.part is part]
            if all(self._try(test, source).passed for test in tests):
                won.append(part.__name__)
        return won


def prover(course: Course, exercise: Exercise, suites: Suites, server: Server | None) -> Prover:
    """What proves an exercise for which nothing is missing."""
    known_here = [exercise, *course.earlier(exercise)]
    files = reference_files(course.root, [each.module for each in known_here])
    return Prover(exercise, suites.tests(exercise), files, load_knowledge(exercise), server)


def certify(
    course: Course,
    exercises: Sequence[Exercise],
    server: Server | None,
    jobs: int,
    on_proof: Callable[[Proof], None],
) -> tuple[list[Proof], list[str]]:
    """Prove the suites of these exercises; the proofs in course order, and the grader's faults."""
    suites = Suites(course)
    suites.collect(exercises)
    missing = {exercise.name: obstacles(course, exercise, suites) for exercise in exercises}
    pieces = [(each, phase) for each in exercises if not missing[each.name] for phase in PHASES]
    pieces.sort(key=lambda piece: piece[0].suite.stat().st_size, reverse=True)  # the longest first
    servers = [server]  # a forked copy has its own
    faults: list[str] = []

    def branch() -> None:
        servers[0] = server and server.branch()

    def prove(number: int) -> Proof:
        exercise, phase = pieces[number]
        proof = prover(course, exercise, suites, servers[0]).prove(phase)
        if phase == PHASES[0]:
            proof.broken_rules = [*open_ends(course, exercise), *breaches(course, exercise)]
        return proof

    def lost(number: int, reason: str) -> Proof:
        exercise, phase = pieces[number]
        fault = LOST.format(name=exercise.name, phase=phase, reason=reason)
        return Proof(exercise.name, faults=[fault])

    parts: dict[str, list[Proof]] = {exercise.name: [] for exercise in exercises}
    proofs = {name: Proof(name, missing=found) for name, found in missing.items() if found}
    for part in forked(prove, len(pieces), jobs, lost, branch):
        parts[part.name].append(part)
        if len(parts[part.name]) == len(PHASES):
            proof = proofs[part.name] = merged(parts[part.name])
            faults += dict.fromkeys(proof.faults)
            on_proof(proof)
    return [proofs[exercise.name] for exercise in exercises], faults
