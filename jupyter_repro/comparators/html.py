"""HTML: tables by row and column, charts by trace, else what is read, else the markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_repro.comparators import elements
from jupyter_repro.comparators.charts import embedded_charts as charts
from jupyter_repro.comparators.comparison import Comparison
from jupyter_repro.comparators.lines import sentence
from jupyter_repro.comparators.markup import markup_divergence
from jupyter_repro.comparators.numbers import number_changes
from jupyter_repro.comparators.tables import tables, tables_difference
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from lxml.html import HTMLParser as HtmlParser

LONGEST = 10_000_000
"""Characters up to which a source is parsed; a longer one is reported by its lines."""


class HtmlComparator:
    """Judged by the whole source, described by what a reader sees."""

    mimes = ("text/html",)

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None when the sources are equal."""
        return markup_divergence(recorded, found, policy, _comparison)


def _comparison(recorded: str, found: str) -> Comparison:
    before, now = _document(recorded), _document(found)
    if before is None or now is None:
        return Comparison(sentence(recorded, found))
    if by_cell := tables_difference(tables(before), tables(now)):
        return by_cell
    return Comparison(
        charts.chart_difference(recorded, found)
        or _words(before, now)
        or _markup(before, now)
        or f"only the writing differs: {sentence(recorded, found)}"
    )


def _document(source: str) -> HtmlElement | None:
    """The parsed document; None for what is too long, and for what lxml takes for none, such as an empty text."""
    from lxml import html

    if len(source) > LONGEST:
        return None
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


def _markup(before: HtmlElement, now: HtmlElement) -> str:
    what = elements.element_difference(before, now)
    return what and f"only markup differs: {what}"
