"""Plotly's figures: by trace and attribute, typed arrays as the numbers they hold."""

from __future__ import annotations

from typing import Any

from jupyter_repro.comparators.charts.typed_arrays import with_numbers
from jupyter_repro.comparators.documents import DocumentComparator, Family, Path, dotted, named, read


def _place(path: Path, figure: Any) -> str:
    match path:
        case ("data",):
            return "traces"
        case ("data", int(index), *rest):
            return _of(f"trace {index}{named(figure, path[:2])}", rest)
        case ("frames", int(index), *rest):
            return _of(f"frame {index}{named(figure, path[:2])}", rest)
        case _:
            return dotted(path)


def _of(what: str, rest: list[str | int]) -> str:
    return f"{what}: {dotted(tuple(rest))}" if rest else what


def _read(text: str) -> Any:
    return with_numbers(read(text))


PLOTLY = Family(_place, _read)


class PlotlyComparator(DocumentComparator):
    """By trace, attribute and index."""

    mimes = ("application/vnd.plotly.v1+json",)
    family = PLOTLY
