"""Every form in which a report is written for another program: one function of one signature."""

from collections.abc import Callable

from . import classroom50, exercism, gradescope, junit, markdown
from .verdict import Report

FORMATS: dict[str, Callable[[Report], str]] = {
    "json": Report.to_json,
    "gradescope": gradescope.render,
    "classroom50": classroom50.render,
    "junit": junit.render,
    "exercism": exercism.render,
    "markdown": markdown.render,
}
CHECKS = {"classroom50": classroom50.check}  # what a form needs of its surroundings
