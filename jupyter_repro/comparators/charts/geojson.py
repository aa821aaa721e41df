"""GeoJSON: by feature, property and coordinate."""

from __future__ import annotations

from typing import Any

from jupyter_repro.comparators.documents import DocumentComparator, Family, Path, dotted
from jupyter_repro.comparators.quoting import quoted


def _place(path: Path, document: Any) -> str:  # noqa: ARG001
    match path:
        case ("features",):
            return "features"
        case ("features", int(index), "properties", name, *rest):
            return f"feature {index}, property {quoted(str(name))}{dotted(tuple(rest))}"
        case ("features", int(index), "geometry", *rest):
            return ", ".join(filter(None, (f"feature {index}", dotted(tuple(rest)))))
        case ("features", int(index), *rest):
            return ", ".join(filter(None, (f"feature {index}", dotted(tuple(rest)))))
        case _:
            return dotted(path)


GEOJSON = Family(_place)


class GeojsonComparator(DocumentComparator):
    """By feature."""

    mimes = ("application/geo+json", "application/vnd.geo+json")
    family = GEOJSON
