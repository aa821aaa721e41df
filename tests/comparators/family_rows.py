"""The rows of docs/families.md, and writing it again: `python tests/comparators/family_rows.py`."""

from __future__ import annotations

import base64
import copy
import json
import tomllib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

NOTEBOOKS = Path(__file__).parents[1] / "notebooks" / "families"
PAGE = Path(__file__).parents[2] / "docs" / "families.md"
HEAD = "| family | notebook | differs from run to run, and is not reported | smallest change | reported as |"


@dataclass(frozen=True)
class Row:
    """One change of one output of a notebook, and how it is reported."""

    family: str
    notebook: str
    summary: str
    benign: str = ""
    cell: int = 0
    output: int = 0
    mime: str = ""
    old: str = ""
    new: str = ""
    pixel: tuple[int, int] = ()
    drop: bool = False

    @property
    def change(self) -> str:
        """The change in a few words."""
        if self.drop:
            return f"output {self.output} is left out"
        return f"the pixel at {tuple(self.pixel)}" if self.pixel else f"`{self.old}` to `{self.new}`"

    def applied(self, outputs: list[Any]) -> list[Any]:
        """The outputs of the cell with the change."""
        changed = copy.deepcopy(outputs)
        if self.drop:
            del changed[self.output]
            return changed
        holder, key = self._place(changed)
        before = holder[key]
        holder[key] = _with_pixel(before, self.pixel) if self.pixel else _replaced(before, self.old, self.new)
        assert holder[key] != before
        return changed

    def _place(self, outputs: list[Any]) -> tuple[Any, str]:
        """What holds the text that changes, and its key; a stream may have come in several pieces."""
        if self.mime:
            return outputs[self.output]["data"], self.mime
        if outputs[0]["output_type"] == "error":
            return outputs[0], "evalue"
        return next((each, "text") for each in outputs if self.old in each["text"])


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new, 1)
    return json.loads(json.dumps(value, ensure_ascii=False).replace(old, new, 1))


def _with_pixel(value: str, place: tuple[int, int]) -> str:
    before, _, embedded = value.rpartition("data:image/png;base64,")
    encoded, quote, after = embedded.partition('"') if before else (value, "", "")
    with Image.open(BytesIO(base64.b64decode(encoded.replace("\\", "")))) as picture:
        picture.load()
        colour = picture.getpixel(tuple(place))
        picture.putpixel(
            tuple(place), tuple(255 - each if index == 0 else each for index, each in enumerate(colour))
        )
        written = BytesIO()
        picture.save(written, picture.format or "PNG", quality=100, subsampling=0)
    changed = base64.b64encode(written.getvalue()).decode()
    return f"{before}data:image/png;base64,{changed}{quote}{after}" if before else changed


def rows() -> list[Row]:
    """All rows, in the order of the page."""
    document = tomllib.loads((NOTEBOOKS / "families.toml").read_text(encoding="utf-8"))
    return [Row(**row) for row in document["row"]]


def table() -> str:
    """The table of the page."""
    lines = (
        f"| {row.family} | {row.notebook} | {row.benign} | {row.change} | {row.summary.replace('<', '&lt;')} |"
        for row in rows()
    )
    return "\n".join([HEAD, "|---|---|---|---|---|", *lines]) + "\n"


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page[: page.index(HEAD)] + table(), encoding="utf-8")
