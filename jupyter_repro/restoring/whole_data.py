"""All the data of a notebook, as it was recorded, in another folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.addresses.queried_files import queried_file
from jupyter_repro.data_sources.dvc.shared_cache import share_cache
from jupyter_repro.errors import ReproError
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.records.snapshot import DataFile, Snapshot
from jupyter_repro.restoring.copied_tables import Copies, tables_into
from jupyter_repro.restoring.outcomes import Outcome
from jupyter_repro.restoring.recorded_data import changed_outside, data_into, lost_versions


def all_data_into(
    notebook: Path, snapshot: Snapshot, folder: Path, within: WritableFolder
) -> Iterator[Outcome]:
    """Bring files and tables to where they lie by another `folder`; what is lost, and what is read where it is.

    `folder` lies `within` the one that may be written to. What a store elsewhere keeps in its versions stays there.
    """
    own = notebook.absolute().parent
    yield from data_into(notebook, snapshot, folder, within)
    gone = list(lost_versions(notebook, snapshot))
    yield from gone
    yield from tables_into(snapshot, Copies(own, folder, within), {each.name for each in gone})
    yield from changed_outside(notebook, snapshot)
    _share_caches(snapshot, own, folder)
    for name, data in snapshot.context.data.items():
        if _has_no_past(name, data, own):
            yield Outcome(data_name(name, data.version).public, "keeps no versions: it is read as it is now")


def _share_caches(snapshot: Snapshot, own: Path, folder: Path) -> None:
    for name, data in snapshot.context.data.items():
        each = data_name(name, data.version)
        if each.kind == "address" and each.scheme == "dvc":
            with suppress(ReproError):  # what is not available was said
                share_cache(located(parse_address(each.address).rest, own), folder, own)


def _has_no_past(name: str, data: DataFile, folder: Path) -> bool:
    """Whether data came from the network or a server, and nobody keeps what it was."""
    is_elsewhere = data_name(name, data.version).kind in {"address", "query"}
    return is_elsewhere and data.version is None and queried_file(name, folder) is None
