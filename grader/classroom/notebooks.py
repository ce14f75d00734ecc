"""A notebook as the source of an exercise: its code cells, one after another."""

import json
import re

NO_NOTEBOOK = "{path} is no notebook that can be read."

_MAGIC = re.compile(r"^(?=[ \t]*[%!?])", re.M)
_GRADE = re.compile(r"%%grade[ \t]+([\w/.]+)[^\n]*\n")


def sources_in(data: bytes, stem: str, path: str) -> tuple[bytes, str]:
    """A notebook's code for an exercise, and why there is none.

    Cells that begin with `%%grade` and its name are the file, if there are any; else all code is,
    with commands of the notebook itself (`%…`, `!…`) as comments.
    """
    try:
        cells = json.loads(data)["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return b"", NO_NOTEBOOK.format(path=path)
    marked = [(match, text) for text in texts if (match := _GRADE.match(text))]
    own = [
        text[match.end() :]
        for match, text in marked
        if match[1].removesuffix(".py").rpartition("/")[2] == stem
    ]
    code = own or [text for text in texts if not text.startswith("%%")]
    return "\n\n".join(_MAGIC.sub("# ", text) for text in code).encode("utf-8", "replace"), ""
