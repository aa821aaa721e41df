"""Bokeh's documents: by model and property, columns as the numbers they hold."""

from __future__ import annotations

from typing import Any

from jupyter_repro.comparators.charts.replaced_values import with_replaced
from jupyter_repro.comparators.charts.typed_arrays import with_numbers
from jupyter_repro.comparators.documents import (
    DocumentComparator,
    Family,
    Path,
    dotted,
    named,
    read,
    value_at,
)


def _place(path: Path, document: Any) -> str:
    """The innermost model by its name and what of it; without a model, the path."""
    ends = [end for end in range(1, len(path) + 1) if _is_model(value_at(document, path[:end]))]
    if not ends:
        return dotted(path)
    model, inside = path[: ends[-1]], dotted(_property(path[ends[-1] :]))
    kind = str(value_at(document, model)["name"])
    return ": ".join(filter(None, (f"{kind}{named(document, (*model, 'attributes'))}", inside)))


def _is_model(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "object" and "name" in value


def _property(path: Path) -> Path:
    return path[1:] if path[:1] == ("attributes",) else path


def _read(text: str) -> Any:
    return with_replaced(with_numbers(read(text)), _entries)


def _entries(value: dict[str, Any]) -> dict[str, Any] | None:
    """`{"type": "map", "entries": [[key, value], …]}` as `{key: value}`."""
    if value.get("type") != "map":
        return None
    pairs = value.get("entries", [])
    if not all(isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) for pair in pairs):
        return None
    return dict(pairs)


BOKEH = Family(_place, _read)


class BokehComparator(DocumentComparator):
    """By model and property."""

    mimes = ("application/vnd.bokehjs_exec.v0+json", "application/vnd.bokehjs_load.v0+json")
    family = BOKEH
