"""The files of a Delta table in an object store: copied here up to one of its versions, and put back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_repro.data_sources.delta.deltalake_parts import output_stream
from jupyter_repro.data_sources.delta.files_of_version import is_up_to
from jupyter_repro.data_sources.delta.tables import DeltaPlace

if TYPE_CHECKING:
    from deltalake import DeltaTable

LOG = "_delta_log"
_DELETED_ROWS = ".bin"


def copy_version(place: DeltaPlace, table: DeltaTable, into: Path) -> None:
    """Write the log up to the version that a table is at, and the data of that version, below a folder.

    Raises NoAccess and NoSuchData as the store does.
    """
    try:
        for name in _names(place, table):
            file = into / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with place.log.store.open_input_stream(name) as stored, file.open("wb") as written:
                shutil.copyfileobj(stored, written)
    except OSError as error:
        raise place.trouble(error) from None


def put_back_in_store(place: DeltaPlace, folder: Path) -> None:
    """Bring data files below a folder, which the table has no more, back into its store; raises NoAccess."""
    try:
        for file in (each for each in folder.rglob("*") if each.is_file() and LOG not in each.parts):
            name = file.relative_to(folder).as_posix()
            if place.log.store.get_file_info(name).type.name == "NotFound":
                with file.open("rb") as kept, closing(output_stream(place.log.handler, name)) as stored:
                    shutil.copyfileobj(kept, stored)
    except OSError as error:
        raise place.trouble(error) from None


def _names(place: DeltaPlace, table: DeltaTable) -> Iterator[str]:
    """Of all the files, as seen from the table's root."""
    yield from (name for name in _listed(place, LOG) if is_up_to(Path(name).name, table.version()))
    top = f"{place.uri.rstrip('/')}/"
    yield from (uri.removeprefix(top) for uri in table.file_uris())
    if "deletionVectors" in (table.protocol().reader_features or ()):
        yield from (name for name in _listed(place, "") if name.endswith(_DELETED_ROWS))


def _listed(place: DeltaPlace, folder: str) -> Iterator[str]:
    from pyarrow.fs import FileSelector

    found: list[Any] = place.log.store.get_file_info(FileSelector(folder, recursive=True))
    yield from (each.path for each in found if each.type.name == "File")
