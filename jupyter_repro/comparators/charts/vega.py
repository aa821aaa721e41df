"""Vega and Vega-Lite, as Altair shows them: by row and field of the data, else by the property of the chart."""

from __future__ import annotations

import re
from typing import Any

from jupyter_repro.comparators.documents import DocumentComparator, Family, Path, dotted, named, read
from jupyter_repro.comparators.quoting import quoted

_NAMED_BY_CONTENT = re.compile(r"\bdata-[0-9a-f]{32}\b")
_REFERENCE = re.compile(r'"name": ?"(data-[0-9a-f]{32})"')


def _place(path: Path, chart: Any) -> str:
    match path:
        case ("datasets", name, *rest):
            which = "data" if len(chart["datasets"]) == 1 else f"data set {quoted(str(name))}"
            return _row(which, rest)
        case ("data", "values", *rest):
            return _row("data", rest)
        case ("data", int(), "values", *rest):
            return _row(f"data{named(chart, path[:2])}", rest)
        case _:
            return dotted(path)


def _row(data: str, rest: list[str | int]) -> str:
    match rest:
        case []:
            return f"{data} rows"
        case [row]:
            return f"{data} row {row}"
        case [row, field, *deeper]:
            return f"{data} row {row}, field {quoted(str(field))}{dotted(tuple(deeper))}"
        case _:
            return data


def _read(text: str) -> Any:
    """Altair names a data set by a digest of its content, which changes with it: a number stands for the name."""
    names = dict.fromkeys(_REFERENCE.findall(text))
    numbers = {name: f"data-{number}" for number, name in enumerate(names, 1)}
    return read(_NAMED_BY_CONTENT.sub(lambda match: numbers.get(match[0], match[0]), text))


VEGA = Family(_place, _read)


class VegaComparator(DocumentComparator):
    """By row and field, else by property."""

    mimes = tuple(
        f"application/vnd.{kind}.v{version}{form}"
        for kind in ("vega", "vegalite")
        for version in range(1, 8)
        for form in ("+json", ".json")
    )
    family = VEGA
