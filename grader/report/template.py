"""HTML templates: what stands in a page is cleaned, cut and escaped, whoever wrote it."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from ..words.text import clean


def template(path: Path, longest: int) -> Template:
    """The template in a file. longest: characters of a value; Markup is shown as it is."""

    def shown(value: object) -> object:
        return value if isinstance(value, Markup) else clean(str(value), longest, lines=True)

    environment = Environment(
        loader=FileSystemLoader(path.parent),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(path.name)
