"""The station that the weather is measured at: what is written in `station.txt` beside the notebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jupyter_repro.extensions import ContextChange, Site


class StationCollector:
    """Knows the station's name."""

    section = "station"
    in_kernel = False

    def collect(self, site: Site) -> dict[str, str]:
        """The name, where there is a station."""
        file = site.folder / "station.txt"
        return {"name": file.read_text().strip()} if file.is_file() else {}

    def changes(
        self, recorded: Mapping[str, str] | None, found: Mapping[str, str]
    ) -> Iterator[ContextChange]:
        """Another station; of a snapshot that was recorded without this plug-in none is known."""
        was, now = (recorded or {}).get("name"), found.get("name", "none")
        if was and was != now:
            yield ContextChange("station", "name", was, now)
