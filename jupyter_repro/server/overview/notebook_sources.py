"""The sources of a notebook's code cells, read without its outputs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from jupyter_repro.digest import Digest, digest_text
from jupyter_repro.errors import UnreadableInput
from jupyter_repro.formatting.cell_names import numbered
from jupyter_repro.notebooks.matched_cells import CellKey, match_cells
from jupyter_repro.notebooks.notebook_files import code_cells, read_notebook, upgraded
from jupyter_repro.notebooks.source_digests import does_something, source_digest

_NBFORMAT = 4


class SourceCell(msgspec.Struct, frozen=True):
    """A code cell."""

    key: CellKey
    counts: bool
    """Whether it holds anything besides our own magics."""


def source_cells(file: Path) -> tuple[SourceCell, ...]:
    """The code cells of a notebook, from the top; raises UnreadableInput."""
    pairs = _quickly_read(file) or _read(file)
    return tuple(SourceCell(CellKey(name, source_digest(text)), does_something(text)) for name, text in pairs)


def edit_of(cells: Sequence[SourceCell], recorded: Sequence[CellKey]) -> str:
    """What was edited first since the cells were recorded, in words; "" where nothing was."""
    digests = {cell.id: cell.digest for cell in recorded}
    matches = match_cells([cell.key for cell in cells], recorded)
    for number, cell in enumerate(cells, 1):
        if cell.counts and digests.get(matches.get(cell.key.id, "")) != cell.key.digest:
            how = "edited" if cell.key.id in matches else "added"
            return f"{numbered(number)} was {how} since it was recorded"
    return "a cell that was recorded is gone" if len(recorded) > len(matches) else ""


def digest_of_sources(digests: Sequence[Digest]) -> Digest:
    """One digest for the sources of all code cells, in their order."""
    return digest_text("\n".join(digests))


def _quickly_read(file: Path) -> list[tuple[str, str]] | None:
    """Id and source of each code cell; None where only nbformat can tell: the cells have no ids of their own, say."""
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        document = msgspec.json.decode(file.read_bytes(), type=_Document)
        cells = [cell for cell in document.cells if cell.cell_type == "code"]
        ids = {cell.id for cell in document.cells}
        if document.nbformat == _NBFORMAT and "" not in ids and len(ids) == len(document.cells):
            return [(cell.id, "".join(cell.source)) for cell in cells]
    return None


def _read(file: Path) -> list[tuple[str, str]]:
    try:
        notebook = upgraded(read_notebook(file))
    except OSError as error:
        raise UnreadableInput(file, error.strerror or str(error)) from None
    return [(cell["id"], cell.source) for _, cell in code_cells(notebook)]


class _Cell(msgspec.Struct, frozen=True):
    cell_type: str
    source: str | list[str] = ""
    id: str = ""


class _Document(msgspec.Struct, frozen=True):
    nbformat: int
    cells: tuple[_Cell, ...]
