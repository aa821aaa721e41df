"""HTML: tables by row, column and value; then the text a reader sees; then the markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from jupyter_repro.comparators.numbers import number_changes, told, within
from jupyter_repro.comparators.text import short, text_divergence
from jupyter_repro.policy import Policy
from jupyter_repro.verdicts import Divergence

LARGEST = 5_000_000
"""Characters beyond which HTML is compared as text: what is that long is an embedded animation."""


class Change(msgspec.Struct, frozen=True):
    """One table cell that became another."""

    row: str
    column: str
    before: str
    after: str


class HtmlComparator:
    """Tells the table cell that changed, where the outputs are tables of one shape."""

    mimes = ("text/html", "image/svg+xml")

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None for equal documents."""
        if recorded == found:
            return None
        if max(len(recorded), len(found)) <= LARGEST:
            before, after = _parsed(recorded), _parsed(found)
            if before is not None and after is not None:
                return _table_divergence(before, after, policy) or _other_divergence(before, after, policy)
        return text_divergence(recorded, found, policy)


def _parsed(text: str) -> Any:
    """The document; None for what is none."""
    from lxml import etree, html

    try:
        return html.document_fromstring(
            text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _table_divergence(before: Any, after: Any, policy: Policy) -> Divergence | None:
    """The cells that changed; None where the documents hold no tables, or the same ones."""
    changes: list[Change] = []
    tables, found = before.findall(".//table"), after.findall(".//table")
    if len(tables) != len(found):
        return None
    for old, new in zip(tables, found, strict=True):
        rows, others = _rows(old), _rows(new)
        if shape := _shape_change(rows, others):
            return Divergence(shape)
        changes += _changes(rows, others)
    return _told(changes, policy) if changes else None


def _rows(table: Any) -> list[list[tuple[str, str]]]:
    """Tag and text of each cell, row by row."""
    return [[(cell.tag, _text(cell)) for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]


def _shape_change(rows: list[Any], others: list[Any]) -> str:
    if len(rows) != len(others):
        return f"the table has {len(others)} rows, it had {len(rows)}"
    widths = max(map(len, rows), default=0), max(map(len, others), default=0)
    return f"the table has {widths[1]} columns, it had {widths[0]}" if widths[0] != widths[1] else ""


def _changes(rows: list[Any], others: list[Any]) -> Iterator[Change]:
    header = [text for _, text in rows[0]] if rows else []
    for number, (row, other) in enumerate(zip(rows, others, strict=True)):
        for index, ((_, before), (_, after)) in enumerate(zip(row, other, strict=False)):
            if before != after:
                # a row that begins with a header cell is named by it, as pandas' index is
                name = row[0][1] if index and row[0][0] == "th" and row[0][1] else str(number)
                column = header[index] if number and index < len(header) and header[index] else str(index)
                yield Change(name, column, before, after)


def _told(changes: list[Change], policy: Policy) -> Divergence:
    numbers = [number_changes(change.before, change.after) for change in changes]
    flat = [number for each in numbers for number in each or ()]
    allowed = f"tolerance {policy.tolerance:g}" if all(numbers) and within(flat, policy.tolerance) else ""
    first, number = changes[0], numbers[0]
    value = told(number) if number else f"{short(first.before)} became {short(first.after)}"
    more = f", and {len(changes) - 1} more cell{'s' if len(changes) > 2 else ''}" if len(changes) > 1 else ""
    diff = "\n".join(_diff(change) for change in changes[:30])
    return Divergence(f"row {first.row}, column {first.column}: {value}{more}", diff, allowed=allowed)


def _diff(change: Change) -> str:
    place = f"{change.row}, {change.column}"
    return f"-{place}: {change.before}\n+{place}: {change.after}"


def _other_divergence(before: Any, after: Any, policy: Policy) -> Divergence:
    old, new = _text(before, "\n"), _text(after, "\n")
    if old != new:
        return text_divergence(old, new, policy)
    told = text_divergence(_source(before), _source(after), policy)
    return msgspec.structs.replace(told, summary=f"only the markup differs: {told.summary}")


def _text(element: Any, between: str = " ") -> str:
    return between.join(
        piece.strip() for piece in element.itertext() if isinstance(piece, str) and piece.strip()
    )


def _source(element: Any) -> str:
    from lxml import etree

    return str(etree.tostring(element, encoding="unicode")).replace("><", ">\n<")
