"""The `# /// script` metadata of PEP 723 in a notebook: which Python and packages it says that it needs."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.notebook_files import code_cells, upgraded
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.records.snapshot import CellRecord, Snapshot

_ID = "script-metadata"
# the expression of PEP 723 itself, for the type `script`
_BLOCK = re.compile(r"(?m)^# /// script$\s(?P<content>(^#(| .*)$\s)+)^# ///$")


@dataclass(frozen=True)
class ScriptMetadata:
    """What a notebook says of the environment that it needs."""

    requires_python: str = ""
    """Version specifier; "" where it says none."""
    dependencies: tuple[str, ...] = ()


def script_metadata(notebook: NotebookNode) -> ScriptMetadata | None:
    """What the notebook's metadata says; None where it has none.

    Raises ReproError for metadata that is not TOML, that stands there twice, or whose fields are of another type.
    """
    blocks = [match for _, cell in code_cells(notebook) for match in _BLOCK.finditer(cell.source)]
    if not blocks:
        return None
    if len(blocks) > 1:
        raise ReproError("the notebook has two blocks of script metadata", "keep one of them")
    try:
        return _decoded(tomllib.loads(_content(blocks[0])))
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ReproError(f"the script metadata cannot be read: {error}", _FORM) from None


def _content(block: re.Match[str]) -> str:
    lines = block["content"].split("\n")
    return "\n".join(line.removeprefix("# ") if line != "#" else "" for line in lines)


class _Fields(msgspec.Struct, rename="kebab"):
    requires_python: str = ""
    dependencies: tuple[str, ...] = ()


def _decoded(document: object) -> ScriptMetadata:
    fields = msgspec.convert(document, _Fields)
    return ScriptMetadata(fields.requires_python, fields.dependencies)


def metadata_block(requires_python: str, dependencies: Iterable[str]) -> str:
    """The metadata as comments, without a line feed at the end."""
    listed = "".join(f"#     {json.dumps(each, ensure_ascii=False)},\n" for each in dependencies)
    return f'# /// script\n# requires-python = "{requires_python}"\n# dependencies = [\n{listed}# ]\n# ///'


def with_metadata(notebook: NotebookNode, block: str) -> NotebookNode:
    """A copy with the block in the place of the one that is there, else in a new first cell; outputs stay."""
    made = upgraded(notebook)
    for _, cell in code_cells(made):
        if _BLOCK.search(cell.source):
            cell.source = _BLOCK.sub(lambda _: block, cell.source, count=1)
            return made
    made.cells.insert(0, new_code_cell(block, id=_ID))
    return made


def snapshot_with_metadata(snapshot: Snapshot, before: NotebookNode, after: NotebookNode) -> Snapshot:
    """The snapshot for the notebook with its metadata: a cell of nothing but comments changes no result.

    Where the metadata stands in a cell with code the record stays, and the notebook is to be recorded again.
    """
    recorded = {cell.id: cell for cell in snapshot.cells}
    sources = {cell.id: cell.source for _, cell in code_cells(upgraded(before))}
    cells = [_record(cell, sources.get(cell.id), recorded.get(cell.id)) for _, cell in code_cells(after)]
    here = {cell.id for cell in cells if cell}
    deleted = [cell for cell in snapshot.cells if cell.id not in here]
    return msgspec.structs.replace(snapshot, cells=(*filter(None, cells), *deleted))


def _record(cell: NotebookNode, source: str | None, recorded: CellRecord | None) -> CellRecord | None:
    if _BLOCK.fullmatch(cell.source.strip()) is None:
        return recorded
    if recorded is None:
        return CellRecord(cell.id, source_digest(cell.source)) if source is None else None
    as_recorded = source is not None and source_digest(source) == recorded.source_digest
    return (
        msgspec.structs.replace(recorded, source_digest=source_digest(cell.source))
        if as_recorded
        else recorded
    )


_FORM = "PEP 723 says how it is written; take it away, then: jupyter repro export NOTEBOOK --pep723 --write"
