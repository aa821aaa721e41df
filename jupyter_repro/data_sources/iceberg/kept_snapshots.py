"""Snapshots of Iceberg tables that a tag keeps from being expired, and those that nothing keeps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jupyter_repro.data_sources.iceberg.tables import IcebergVersions
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.extensions.data import Wish

if TYPE_CHECKING:
    from pyiceberg.table import Table


def tag_of(version: str) -> str:
    """The name of the tag by which a snapshot is kept."""
    return f"jupyter-repro-{version}"


def keep_snapshot(versions: IcebergVersions, version: str) -> None:
    """Tag a snapshot, which has to be readable; raises NoSuchVersion."""
    snapshot = versions.readable(versions.wanted(Wish(version=version)))
    if tag_of(version) not in versions.table.refs():
        with versions.table.manage_snapshots() as change:
            change.create_tag(snapshot.snapshot_id, tag_of(version))


def release_snapshot(versions: IcebergVersions, version: str) -> None:
    """Take the tag away; raises NoSuchVersion where there is none."""
    if tag_of(version) not in versions.table.refs():
        raise NoSuchVersion(f"version {version} of {versions.place.name} is not kept by a tag of ours")
    with versions.table.manage_snapshots() as change:
        change.remove_tag(tag_of(version))


def expiring(table: Table, moment: datetime) -> set[str]:
    """Ids of the snapshots that are older than a moment, and that no branch or tag points at."""
    kept = {reference.snapshot_id for reference in table.refs().values()}
    before = round(moment.timestamp() * 1000)
    return {
        str(each.snapshot_id)
        for each in table.snapshots()
        if each.timestamp_ms < before and each.snapshot_id not in kept
    }
