"""JSON: by path, in the notation of JSONPath."""

from __future__ import annotations

from typing import Any

from jupyter_repro.comparators.documents import DocumentComparator, Family, Path, dotted


def _place(path: Path, document: Any) -> str:  # noqa: ARG001
    written = dotted(path)
    return f"${'' if written.startswith('[') or not written else '.'}{written}"


JSON = Family(_place)


class JsonComparator(DocumentComparator):
    """By the path of what differs."""

    mimes = ("application/json", "*+json")
    family = JSON
