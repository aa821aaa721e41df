"""HTML and SVG: tables by row and column, else what is read, else the markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jupyter_repro.comparators.lines import became, sentence, unified
from jupyter_repro.comparators.numbers import number_changes
from jupyter_repro.comparators.tables import tables, told
from jupyter_repro.comparators.timings import allowed_by, set_timings_aside
from jupyter_repro.policy import Policy
from jupyter_repro.verdicts import Divergence

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from lxml.html import HTMLParser as HtmlParser

_BETWEEN = re.compile(r"(?<=>)(?=<)")
_TAG = re.compile(r"<[^<>]*>")


class HtmlComparator:
    """Judged by the whole source, told by what a reader sees."""

    mimes = ("text/html", "image/svg+xml", "*+xml")

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None when the sources are equal."""
        if recorded == found:
            return None
        left = set_timings_aside(recorded, found, policy)
        if left.only:
            return left.only
        numbers = number_changes(left.recorded, left.found, policy.tolerance)
        within = numbers is not None and numbers.within
        diff = unified(*(_BETWEEN.sub("\n", text) for text in (left.recorded, left.found)))
        allowed = allowed_by(policy.tolerance, left.timed) if within else ""
        return Divergence(_summary(left.recorded, left.found), diff, allowed=allowed)


def _summary(recorded: str, found: str) -> str:
    before, now = _document(recorded), _document(found)
    if before is None or now is None:
        return sentence(recorded, found)
    return told(tables(before), tables(now)) or _words(before, now) or _markup(recorded, found)


def _document(source: str) -> HtmlElement | None:
    """The parsed document; None for what lxml takes for none, such as an empty text."""
    from lxml import html

    try:
        return html.fromstring(source.encode("utf-8", "backslashreplace"), parser=_parser())
    except Exception:  # lxml raises whatever libxml2 finds, down to AssertionError
        return None


def _parser() -> HtmlParser:
    from lxml import html

    return html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


def _words(before: HtmlElement, now: HtmlElement) -> str:
    a, b = _text(before), _text(now)
    if a == b:
        return ""
    numbers = number_changes(a, b, None)
    return f"text: {numbers or sentence(a, b)}"


def _text(document: HtmlElement) -> str:
    """What is read, a line each, and what stands in scripts and styles."""
    return "\n".join(filter(None, (str(text).strip() for text in document.itertext())))


def _markup(recorded: str, found: str) -> str:
    pairs = zip(_TAG.findall(recorded), _TAG.findall(found), strict=False)
    first = next(((a, b) for a, b in pairs if a != b), None)
    what = became(*first) if first else sentence(recorded, found)
    return f"only markup differs: {what}"
