"""The office that draws, named in `office.txt` beside the notebook: a kind of its own."""

from collections.abc import Iterator, Mapping

from jupyter_repro.extensions import ContextChange, Site


class OfficeCollector:
    """Knows which office draws."""

    section = "draw-office"
    in_kernel = False

    def collect(self, site: Site) -> dict[str, str]:
        """The name, where there is an office."""
        file = site.folder / "office.txt"
        return {"name": file.read_text()} if file.is_file() else {}

    def changes(self, recorded: Mapping[str, str], found: Mapping[str, str]) -> Iterator[ContextChange]:
        """Another office."""
        if recorded != found:
            yield ContextChange("office", "name", recorded.get("name", "none"), found.get("name", "none"))
