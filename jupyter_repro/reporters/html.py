"""Verdicts as one HTML file that needs nothing else: to be sent along, and kept as an artifact of a build.

What outputs hold is shown as text and as pictures only, never as HTML; and the file's own policy (Content Security
Policy, by digests of the script and the style) forbids everything else, whatever stands in it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jupyter_repro.reporters.html_view import NotebookView, Room, view
from jupyter_repro.reporters.verdict_words import title
from jupyter_repro.verdicts import Verdicts

if TYPE_CHECKING:
    from jinja2 import Environment

_PAGE = "html_page"
_VISIBLE = {"\x1b": "\N{SYMBOL FOR ESCAPE}", "\x08": "\N{SYMBOL FOR BACKSPACE}", "\0": "\N{SYMBOL FOR NULL}"}


class HtmlReporter:
    """For a browser."""

    suffix = ".html"

    def report(self, verdicts: Verdicts, *, width: int, colour: bool) -> str:  # noqa: ARG002  of the Protocol
        """The page."""
        return verdict_page(verdicts)


def verdict_page(verdicts: Verdicts, *, site: str = "") -> str:
    """The page; of one that belongs to a site, `site` is where that begins, as seen from here."""
    room = Room()
    notebooks = [view(verdict, f"n{number}", room) for number, verdict in enumerate(verdicts.notebooks, 1)]
    return _page(verdicts, notebooks, site)


def _page(verdicts: Verdicts, notebooks: Sequence[NotebookView], site: str) -> str:
    from markupsafe import Markup

    style, script = (asset(name) for name in ("report.css", "report.js"))
    return (
        environment()
        .get_template("report.html.jinja")
        .render(
            title=title(verdicts),
            notebooks=notebooks,
            several=len(notebooks) != 1 or bool(verdicts.errors),
            errors=verdicts.errors,
            site=site,
            style=Markup(style),  # noqa: S704  our own files
            script=Markup(script),  # noqa: S704  our own files
            style_digest=csp_digest(style),
            script_digest=csp_digest(script),
        )
    )


@cache
def environment() -> Environment:
    """The templates, with everything escaped that they are given."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("jupyter_repro.reporters", _PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_readable,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _readable(value: Any) -> Any:
    """Text without characters that are not seen or that turn the direction of what follows."""
    if not isinstance(value, str) or hasattr(value, "__html__") or value.isprintable():
        return value
    return "".join(
        char if char.isprintable() or char in "\t\n" else _VISIBLE.get(char, "\N{REPLACEMENT CHARACTER}")
        for char in value
    )


@cache
def asset(name: str) -> str:
    """Text of a file that goes into the page."""
    return (files("jupyter_repro.reporters") / _PAGE / name).read_text(encoding="utf-8")


def csp_digest(text: str) -> str:
    """As a Content Security Policy names an inline script or style (W3C, CSP level 3, section 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
