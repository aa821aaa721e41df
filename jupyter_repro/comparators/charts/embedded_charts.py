"""Charts inside HTML and JavaScript: the documents that plotly, bokeh and Altair hand to their scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from jupyter_repro.comparators.charts.bokeh import BOKEH
from jupyter_repro.comparators.charts.plotly import PLOTLY
from jupyter_repro.comparators.charts.vega import VEGA
from jupyter_repro.comparators.documents import Family, document_changes


class ScriptCall(NamedTuple):
    """How a library hands a chart to its script."""

    hint: str
    """What is looked for first."""
    before: re.Pattern[str]
    """What stands before the first document, from the hint on."""
    parts: tuple[str, ...]
    """What the documents that follow each other are called in one; () for a single one."""
    family: Family


CALLS = (
    ScriptCall("Plotly.newPlot(", re.compile(r'Plotly\.newPlot\(\s*"[^"]*",\s*'), ("data", "layout"), PLOTLY),
    ScriptCall("docs_json = ", re.compile("docs_json = "), (), BOKEH),
    ScriptCall("})({", re.compile(r"\}\)\((?=\{)"), (), VEGA),
)
"""A library more is a row more."""

_DECODER = json.JSONDecoder()
_COMMA = re.compile(r"\s*,\s*")


def chart_difference(recorded: str, found: str) -> str:
    """How the charts of two sources differ; "" where they do not, or are not as many."""
    for call in CALLS:
        pairs = list(zip(_charts(recorded, call), _charts(found, call), strict=False))
        for index, (before, now) in enumerate(pairs):
            if before != now and (changes := document_changes(before, now, None, call.family)):
                return f"chart {index + 1}: {changes}" if len(pairs) > 1 else str(changes)
    return ""


def _charts(source: str, call: ScriptCall) -> Iterator[str]:
    """The document of each chart, as text."""
    at = source.find(call.hint)
    while at >= 0:
        match = call.before.match(source, at)
        document = _document(source, match.end(), call.parts) if match else ""
        if document:
            yield document
        at = source.find(call.hint, at + len(call.hint))


def _document(source: str, at: int, parts: tuple[str, ...]) -> str:
    """The text of the document that begins at a place, of several the text of one that holds them; "" for none."""
    texts = []
    for _ in parts or ("",):
        try:
            _, end = _DECODER.raw_decode(source, at)
        except (ValueError, RecursionError):
            return ""
        texts.append(source[at:end])
        comma = _COMMA.match(source, end)
        at = comma.end() if comma else len(source)
    if not parts:
        return texts[0]
    members = (f'"{name}": {text}' for name, text in zip(parts, texts, strict=True))
    return f"{{{', '.join(members)}}}"
