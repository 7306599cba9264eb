"""What every HTML page of ours is put together with, so that one file opens offline and nothing foreign runs in it.

Templates, stylesheets and scripts are the project's own and are put in as they are; all else is escaped by Jinja and
shown by ``printable``. The Content-Security-Policy names the stylesheet and the script by their hashes, so that
nothing else in the page can run or style it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reconcile.reporting.plain_text import one_line, printable, shortened
from reconcile.resources import resource_dir

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """The templates of ``reports/html``, whose texts are escaped and made printable."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _folder() -> Path:
    return resource_dir("reports") / "html"


def _shown(value: Any) -> Any:
    """Every text that a template prints passes here before it is escaped; markup of ours has its own type."""
    return printable(value) if type(value) is str else value


def styles(names: Iterable[str], title: str) -> str:
    """The stylesheets of these names as one, with the rule that prints ``title`` on top of every page."""
    return "".join(_own(f"{name}.css") for name in names) + _page_heading(title)


def script(names: Iterable[str]) -> str:
    """The parts of a page's script as one, in the order in which they need each other, their names its own."""
    parts = "".join(_own(f"{name}.js") for name in names)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _own(name: str) -> str:
    return (_folder() / name).read_text(encoding="utf-8").strip() + "\n"


def _page_heading(title: str) -> str:
    """The rule that prints a title; each character is written as its code, so that it can be nothing but text."""
    codes = "".join(f"\\{ord(sign):06x}" for sign in shortened(one_line(title), 60))
    return f'@page {{ @top-left {{ content: "{codes}"; }} }}\n'


def policy(style: str, code: str) -> str:
    """The Content-Security-Policy of a page that holds this stylesheet and this script and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(code)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
