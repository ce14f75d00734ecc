"""What is said of a call that cannot be understood, and the call that was probably meant."""

import difflib
import re
from collections.abc import Sequence

NO_COMMAND = "Say which command to run, for example:"
UNKNOWN_COMMAND = "There is no command {word!r}. This shows them all:"
NEAR_COMMAND = "There is no command {word!r}. The nearest one is:"
IS_EXERCISE = "{word!r} is an exercise, not a command. To grade it:"
NEEDS = "{command} needs the name of an exercise, for example:"
NEEDS_MORE = "{command} needs {what}. This shows what that is:"
TOO_MUCH = "{command} does not take {words}. Without that, the call is:"
UNKNOWN_OPTION = "{command} has no option {word}. This shows its options:"
NEAR_OPTION = "{command} has no option {word}. The nearest one is:"
NO_VALUE = "{option} needs a value. This shows which:"
NOT_A_CHOICE = "{option} is {choices}, not {word}. For example:"
NOT_A_NUMBER = "{option} is a whole number, not {word}. For example:"
TOGETHER = "{option} and {other} exclude each other. For example:"
OTHER = "{command} cannot be called like this: {problem}. This shows how it can:"

REQUIRED = "the following arguments are required: "
ARGUMENT = re.compile(r"argument (?P<option>\S+?)(?:/\S+)?: (?P<problem>.*)", re.DOTALL)
CHOICE = re.compile(r"invalid choice: (?P<word>.*) \(choose from (?P<choices>.*)\)", re.DOTALL)
NUMBER = re.compile(
    r"(?:invalid int value: )?(?P<word>'.*?')(?: is not a whole number.*)?", re.DOTALL
)
EXCLUDED = re.compile(r"not allowed with argument (?P<other>\S+)")


# A sentence that ends in a colon, and what to type: the command's name and its arguments.
Complaint = tuple[str, tuple[str, ...]]


def wrong_command(word: str, commands: Sequence[str], exercises: Sequence[str]) -> Complaint:
    """A first word that is no command; "" if there is none."""
    if not word or word.startswith("-"):
        return NO_COMMAND, ("grade",)
    if word in exercises:
        return IS_EXERCISE.format(word=word), ("grade", word)
    near = difflib.get_close_matches(word, commands, 1)
    if near:
        return NEAR_COMMAND.format(word=word), (near[0],)
    return UNKNOWN_COMMAND.format(word=word), ("--help",)


def not_taken(
    name: str, arguments: Sequence[str], extra: Sequence[str], options: Sequence[str]
) -> Complaint:
    """Arguments that a command knows nothing to do with. options: all that it has."""
    word = extra[0].partition("=")[0]
    rest = [argument for argument in arguments if argument not in extra]
    if not word.startswith("-"):
        sentence = TOO_MUCH.format(command=name, words=" ".join(extra))
        return sentence, (name, *rest)
    near = difflib.get_close_matches(word, options, 1, 0.7)
    if near:
        return NEAR_OPTION.format(command=name, word=word), (name, *rest, near[0])
    return UNKNOWN_OPTION.format(command=name, word=word), (name, "--help")


def complaint(name: str, problem: str, exercise: str) -> Complaint:
    """What argparse says of the arguments of a command, in words for everyone.

    exercise: one for an example.
    """
    if problem.startswith(REQUIRED):
        what = problem.removeprefix(REQUIRED)
        if what != "EXERCISE":
            return NEEDS_MORE.format(command=name, what=what), (name, "--help")
        return NEEDS.format(command=name), (name, exercise)
    found = ARGUMENT.fullmatch(problem)
    if found:
        option, rest = found["option"], found["problem"]
        choice, number, both = (p.fullmatch(rest) for p in (CHOICE, NUMBER, EXCLUDED))
        if choice:
            choices = re.findall(r"[\w.-]+", choice["choices"])
            sentence = NOT_A_CHOICE.format(
                option=option, choices=" or ".join(choices), word=choice["word"]
            )
            return sentence, (name, option, choices[0])
        if number:
            sentence = NOT_A_NUMBER.format(option=option, word=number["word"])
            return sentence, (name, option, "2")
        if both:
            return TOGETHER.format(option=option, other=both["other"]), (name, option)
        if rest.startswith("expected"):
            return NO_VALUE.format(option=option), (name, "--help")
    return OTHER.format(command=name, problem=problem), (name, "--help")
