"""Tables of an HTML document, as pandas writes them: columns, row labels and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jupyter_repro.comparators.numbers import NumberChange, and_more, number_changes
from jupyter_repro.comparators.quoting import became, quoted

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class Row(NamedTuple):
    """A row of values with the label of its index."""

    label: str
    values: tuple[str, ...]


class Table(NamedTuple):
    """A table as it is read."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def tables(document: HtmlElement) -> list[Table]:
    """All tables of a document, in order."""
    return [_table(element) for element in document.iter("table")]


def _table(element: HtmlElement) -> Table:
    lines = [_cells(line) for line in element.iter("tr")]
    headers = [[text for _, text in line] for line in lines if all(tag == "th" for tag, _ in line)]
    body = [line for line in lines if any(tag == "td" for tag, _ in line)]
    rows = tuple(_row(line) for line in body)
    width = max((len(row.values) for row in rows), default=0)
    return Table(_columns(headers, width), rows)


def _cells(line: HtmlElement) -> list[tuple[str, str]]:
    return [
        (str(cell.tag), " ".join("".join(map(str, cell.itertext())).split()))
        for cell in line
        if cell.tag in ("th", "td")
    ]


def _row(line: list[tuple[str, str]]) -> Row:
    labels = [text for tag, text in line if tag == "th"]
    return Row(", ".join(labels), tuple(text for tag, text in line if tag == "td"))


def _columns(headers: list[list[str]], width: int) -> tuple[str, ...]:
    """Names of the last header row that has one for each value; without a header, their positions."""
    named = [line[-width:] for line in headers if len(line) >= width > 0 and any(line[-width:])]
    return tuple(named[-1]) if named else tuple(str(index + 1) for index in range(width))


def told(recorded: list[Table], found: list[Table]) -> str:
    """How two lists of tables differ; "" when they do not."""
    if len(recorded) != len(found):
        return f"{_count(len(recorded), 'table')} became {len(found)}"
    changes = [(index, _changes(a, b)) for index, (a, b) in enumerate(zip(recorded, found, strict=True))]
    changed = [(index, each) for index, each in changes if each]
    if not changed:
        return ""
    index, first = changed[0]
    where = f"table {index + 1}, " if len(recorded) > 1 else ""
    return f"{where}{first[0]}{and_more(sum(len(each) for _, each in changed) - 1, 'difference')}"


def _changes(recorded: Table, found: Table) -> list[str]:
    return [
        *_column_changes(recorded, found),
        *_row_changes(recorded, found),
        *_cell_changes(recorded, found),
    ]


def _column_changes(recorded: Table, found: Table) -> list[str]:
    gone = [f"column {quoted(name)} was removed" for name in recorded.columns if name not in found.columns]
    new = [f"column {quoted(name)} was added" for name in found.columns if name not in recorded.columns]
    if gone or new or recorded.columns == found.columns:
        return [*gone, *new]
    return ["the same columns in another order"]


def _row_changes(recorded: Table, found: Table) -> list[str]:
    more = len(found.rows) - len(recorded.rows)
    if not more:
        return []
    rows, verb = _count(abs(more), "row"), "added" if more > 0 else "removed"
    start = _common_rows(recorded, found)
    where = f"after row {_label(recorded, start - 1)}" if start else "at the beginning"
    return [f"{rows} {'was' if abs(more) == 1 else 'were'} {verb} {where}"]


def _common_rows(recorded: Table, found: Table) -> int:
    pairs = enumerate(zip(recorded.rows, found.rows, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(recorded.rows), len(found.rows)))


def _cell_changes(recorded: Table, found: Table) -> list[str]:
    """Changed labels and values, of tables with equally many rows."""
    if len(recorded.rows) != len(found.rows):
        return []
    common = [
        (name, recorded.columns.index(name), found.columns.index(name))
        for name in dict.fromkeys(recorded.columns)
        if name in found.columns
    ]
    if len(set(recorded.columns)) < len(recorded.columns) and recorded.columns == found.columns:
        common = [(name, i, i) for i, name in enumerate(recorded.columns)]
    changes = []
    for index, (row, other) in enumerate(zip(recorded.rows, found.rows, strict=True)):
        if row.label != other.label:
            changes.append(f"row {index + 1}: its label {_value(row.label, other.label)}")
        for name, i, j in common:
            before, now = _at(row, i), _at(other, j)
            if before != now:
                changes.append(f"row {_label(recorded, index)}, column {quoted(name)}: {_value(before, now)}")
    return changes


def _at(row: Row, index: int) -> str:
    return row.values[index] if index < len(row.values) else ""


def _label(table: Table, index: int) -> str:
    """A row by its label; a label that is no number in quotes, and without a label its position from 1."""
    label = table.rows[index].label
    if not label:
        return str(index + 1)
    return label if label.isdecimal() else quoted(label)


def _value(before: str, now: str) -> str:
    change = number_changes(before, now, None)
    whole = change is not None and change.largest.recorded == before and change.largest.found == now
    return str(NumberChange(before, now)) if whole else became(before, now)


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
