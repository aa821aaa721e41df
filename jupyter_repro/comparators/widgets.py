"""Widgets: which is shown, and the state of each by model and trait."""

from __future__ import annotations

from typing import Any

from jupyter_repro.comparators.documents import DocumentComparator, Family, Path, dotted, value_at


def _place(path: Path, document: Any) -> str:
    match path:
        case ("state", str(model), "state", *trait):
            return ": ".join(filter(None, (_kind(document, model), dotted(tuple(trait)))))
        case ("state", str(model), *rest):
            return ": ".join(filter(None, (_kind(document, model), dotted(tuple(rest)))))
        case _:
            return dotted(path)


def _kind(document: Any, model: str) -> str:
    name = value_at(document, ("state", model, "model_name"))
    return f"{str(name or 'widget').removesuffix('Model')} {model}"


WIDGETS = Family(_place)


class WidgetComparator(DocumentComparator):
    """By model and trait."""

    mimes = ("application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json")
    family = WIDGETS
