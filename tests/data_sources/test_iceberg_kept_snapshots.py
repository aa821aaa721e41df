"""Snapshots of Iceberg tables that are kept by a tag, with the real library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import iceberg_tables
import pytest
from iceberg_tables import ORDERS

from jupyter_repro.data_sources.iceberg.source import IcebergSource
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.extensions.data import Wish
from jupyter_repro.records.snapshot import DataVersion

SOURCE = IcebergSource()


@pytest.fixture
def versions(tmp_path):
    return [DataVersion(each) for each in iceberg_tables.ids(iceberg_tables.made(tmp_path))]


def expired(folder):
    """Expire all that is older than now."""
    table = iceberg_tables.catalog(folder).load_table("sales.orders")
    later = datetime.now(UTC).replace(tzinfo=None) + timedelta(seconds=1)
    table.maintenance.expire_snapshots().older_than(later).commit()


def test_expiring_takes_what_no_reference_points_at(tmp_path, versions):
    assert list(SOURCE.taken_by_vacuum(ORDERS, versions, timedelta(0), tmp_path)) == versions[:2]
    assert list(SOURCE.taken_by_vacuum(ORDERS, versions, timedelta(days=1), tmp_path)) == []


def test_a_kept_snapshot_is_there_after_expire_snapshots(tmp_path, versions):
    before = SOURCE.resolve(ORDERS, Wish(version=versions[0].id), tmp_path)
    SOURCE.keep(ORDERS, versions[0], tmp_path)
    SOURCE.keep(ORDERS, versions[0], tmp_path)
    assert list(SOURCE.taken_by_vacuum(ORDERS, versions, timedelta(0), tmp_path)) == [versions[1]]
    expired(tmp_path)
    assert SOURCE.resolve(ORDERS, Wish(version=versions[0].id), tmp_path) == before
    with pytest.raises(NoSuchVersion, match="it was expired"):
        SOURCE.resolve(ORDERS, Wish(version=versions[1].id), tmp_path)


def test_a_snapshot_that_is_released_is_expired_like_others(tmp_path, versions):
    SOURCE.keep(ORDERS, versions[0], tmp_path)
    SOURCE.release(ORDERS, versions[0], tmp_path)
    assert list(SOURCE.taken_by_vacuum(ORDERS, versions, timedelta(0), tmp_path)) == versions[:2]
    with pytest.raises(NoSuchVersion, match="is not kept by a tag of ours"):
        SOURCE.release(ORDERS, versions[0], tmp_path)
