"""Tables of an HTML document, as pandas writes them: columns, row labels and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from jupyter_repro.comparators.comparison import MOST_CHANGES, Comparison, value_change
from jupyter_repro.comparators.numbers import NumberChange, and_more, number_changes
from jupyter_repro.comparators.quoting import became, quoted

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class TableRow(NamedTuple):
    """A row of values with the label of its index."""

    label: str
    values: tuple[str, ...]


class Table(NamedTuple):
    """A table as it is read."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


class _Cell(NamedTuple):
    """A value, or the label of a row, that differs."""

    row: str
    """Its label, or its position from 1."""
    column: str | None
    """None for the row's label."""
    position: int
    """Of the column, from 1."""
    recorded: str
    found: str

    @property
    def path(self) -> tuple[str, str]:
        """Row and column; the latter is "" for the label."""
        return self.row, "" if self.column is None else self.column or str(self.position)

    def __str__(self) -> str:
        value = _value(self.recorded, self.found)
        if self.column is None:
            return f"row {self.row}: its label {value}"
        return f"row {_shown(self.row)}, column {quoted(self.column)}: {value}"


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


def _row(line: list[tuple[str, str]]) -> TableRow:
    labels = [text for tag, text in line if tag == "th"]
    return TableRow(", ".join(labels), tuple(text for tag, text in line if tag == "td"))


def _columns(headers: list[list[str]], width: int) -> tuple[str, ...]:
    """Names of the last header row that has one for each value; without a header, their positions."""
    named = [line[-width:] for line in headers if len(line) >= width > 0 and any(line[-width:])]
    return tuple(named[-1]) if named else tuple(str(index + 1) for index in range(width))


def tables_difference(recorded: list[Table], found: list[Table]) -> Comparison | None:
    """How two lists of tables differ; None when they do not."""
    if len(recorded) != len(found):
        return Comparison(f"{_count(len(recorded), 'table')} became {len(found)}")
    pairs = [_Pair(*each) for each in zip(map(str, range(1, len(found) + 1)), recorded, found, strict=True)]
    changed = [(pair, each) for pair in pairs if (each := _changes(pair.recorded, pair.found))]
    if not changed:
        return None
    several = len(pairs) > 1
    pair, first = changed[0]
    where = f"table {pair.number}, " if several else ""
    more = and_more(sum(len(each) for _, each in changed) - 1, "difference")
    cells = ((pair.number, cell) for pair, each in changed for cell in _cells_of(pair, each))
    values = (
        value_change((number, *cell.path) if several else cell.path, cell.recorded, cell.found)
        for number, cell in islice(cells, MOST_CHANGES)
    )
    return Comparison(f"{where}{first[0]}{more}", tuple(values))


class _Pair(NamedTuple):
    number: str
    """Among the tables of the document, from 1."""
    recorded: Table
    found: Table


def _cells_of(pair: _Pair, changes: Sequence[str | _Cell]) -> Iterator[_Cell]:
    yield from (each for each in changes if isinstance(each, _Cell))
    if len(pair.recorded.rows) < len(pair.found.rows):
        yield from (_Cell(*place, "", value) for place, value in _additional(pair.found, pair.recorded))
    else:
        yield from (_Cell(*place, value, "") for place, value in _additional(pair.recorded, pair.found))


def _additional(longer: Table, shorter: Table) -> Iterator[tuple[tuple[str, str, int], str]]:
    """The values of the rows that a table has more, where all others are the same: else nobody knows which they are."""
    start = _common_rows(longer, shorter)
    end = start + len(longer.rows) - len(shorter.rows)
    if longer.rows[end:] != shorter.rows[start:]:
        return
    for index in range(start, end):
        named = enumerate(zip(longer.columns, longer.rows[index].values, strict=False), start=1)
        yield from (((_name(longer, index), name, position), value) for position, (name, value) in named)


def _changes(recorded: Table, found: Table) -> list[str | _Cell]:
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
    where = f"after row {_shown(_name(recorded, start - 1))}" if start else "at the beginning"
    return [f"{rows} {'was' if abs(more) == 1 else 'were'} {verb} {where}"]


def _common_rows(recorded: Table, found: Table) -> int:
    pairs = enumerate(zip(recorded.rows, found.rows, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(recorded.rows), len(found.rows)))


def _cell_changes(recorded: Table, found: Table) -> list[_Cell]:
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
            changes.append(_Cell(str(index + 1), None, 0, row.label, other.label))
        for name, i, j in common:
            before, now = _at(row, i), _at(other, j)
            if before != now:
                changes.append(_Cell(_name(recorded, index), name, j + 1, before, now))
    return changes


def _at(row: TableRow, index: int) -> str:
    return row.values[index] if index < len(row.values) else ""


def _name(table: Table, index: int) -> str:
    """A row by its label, without one by its position from 1."""
    return table.rows[index].label or str(index + 1)


def _shown(row: str) -> str:
    """The name of a row in a sentence: in quotes if it is no number."""
    return row if row.isdecimal() else quoted(row)


def _value(before: str, now: str) -> str:
    change = number_changes(before, now, None)
    whole = change is not None and change.largest.recorded == before and change.largest.found == now
    return str(NumberChange(before, now)) if whole else became(before, now)


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
