"""What a learner reads about a call that brought no value, and how calls are named."""

from typing import Any


def path_text(path: tuple[Any, ...]) -> str:
    """A path as a learner would type it: softmax, sgd.update."""
    return ".".join(part if isinstance(part, str) else object_name(part) for part in path)


def object_name(handle: Any) -> str:
    """A variable's name for an object: TwoLayerNet → two_layer_net, SGD → sgd."""
    name: str = handle._class_name
    words = "".join(
        f"_{char}" if char.isupper() and name[i - 1 : i].islower() else char
        for i, char in enumerate(name)
    )
    return words.lower()


def missing_text(what: str, name: str, near: list[str]) -> str:
    """The message for a name that the submission does not have."""
    if near:
        return f"There is no {name} in your file; did you mean {near[0]}?"
    return f"There is no {name} in your file, and the suite calls {what}."


def raised_text(what: str, kinds: list[str], message: str) -> str:
    """The message for an exception in the submission; kinds: its class and that one's bases."""
    kind = kinds[0][:80]
    if "NotImplementedError" in kinds:
        return f"{what} is not written yet."
    if "SystemExit" in kinds:
        return f"{what} called sys.exit: a function should return instead."
    if "MemoryError" in kinds:
        return f"{what} ran out of memory."
    return f"{what} raised {kind}: {message}" if message else f"{what} raised {kind}."
