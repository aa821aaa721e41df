"""Versions of real Delta tables: which is meant, what it held, and what is said where it is not available."""

from __future__ import annotations

import shutil
import socket
import sys
from datetime import timedelta
from pathlib import Path
from subprocess import DEVNULL, Popen
from types import SimpleNamespace

import pyarrow
import pytest
from delta_tables import FIRST, appended, dated, made, numbers, vacuumed
from deltalake import DeltaTable, write_deltalake

from jupyter_repro.data_sources.delta.source import DeltaSource
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.formatting.moments import moment_of
from jupyter_repro.records.snapshot import DataVersion

SOURCE = DeltaSource()
ORDERS = "delta:data/orders"
NEWEST = Wish()
KEYS = {
    "AWS_ALLOW_HTTP": "true",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "hidden-key-id",
    "AWS_SECRET_ACCESS_KEY": "hidden-secret-key",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("delta")
    made(folder / "data" / "orders")
    return folder


@pytest.fixture
def folder(shared, tmp_path):
    """A folder with a table of its own."""
    shutil.copytree(shared / "data", tmp_path / "data")
    return tmp_path


def found(folder, wish=NEWEST, address=ORDERS):
    return SOURCE.resolve(address, wish, folder)


def refused(folder, wish=NEWEST, address=ORDERS):
    with pytest.raises(ReproError) as raised:
        found(folder, wish, address)
    assert "\n" not in raised.value.what
    return raised.value


def log(folder, version):
    return folder / "data" / "orders" / "_delta_log" / f"{version:020}.json"


@pytest.mark.parametrize(
    ("moment", "version"),
    [
        ("2026-11-01", "0"),
        ("2026-11-01T10:30:00+01:00", "0"),
        ("2026-11-02T09:29:59Z", "0"),
        ("2026-11-02T09:30:00Z", "1"),
        ("2026-11-02 10:30 Europe/Berlin", "1"),
        ("2026-11-20", "2"),
    ],
)
def test_a_moment_means_the_version_that_was_the_newest_then(shared, moment, version):
    answer = found(shared, Wish(moment_of(moment, zone=FIRST.tzinfo), text=moment))
    assert (answer.version.id, answer.version.asof) == (version, moment)


def test_a_version_is_named_by_its_number_and_reported_with_its_time(shared):
    assert [found(shared, Wish(version=each)).version.time for each in "012"] == [
        "2026-11-01T09:30:00Z",
        "2026-11-02T09:30:00Z",
        "2026-11-03T09:30:00Z",
    ]
    assert found(shared).version.id == "2"


def test_a_frame_holds_the_rows_of_exactly_that_version(shared):
    for version in "012":
        resolved = found(shared, Wish(version=version)).version
        assert numbers(SOURCE.table(ORDERS, resolved, shared)) == list(range(int(version) + 1))


def test_a_plain_path_of_a_table_is_one(shared):
    assert isinstance(named_source("data/orders", shared).source, DeltaSource)
    assert found(shared, address="data/orders").name == ORDERS


def test_names_are_portable_and_without_credentials(tmp_path):
    named = {address: SOURCE.name(address, tmp_path) for address in (
        f"delta:{tmp_path}/orders/", f"delta:file://{tmp_path}/orders", "delta:../orders",
        "delta:s3://bucket/orders/", "delta:s3://me:hidden@bucket/orders?token=hidden",
        "delta:abfss://container@account.dfs.core.windows.net/orders?sig=hidden",
    )}  # fmt: skip
    assert list(named.values()) == [
        "delta:orders", "delta:orders", "delta:../orders", "delta:s3://bucket/orders", "delta:s3://bucket/orders",
        "delta:abfss://container@account.dfs.core.windows.net/orders",
    ]  # fmt: skip


def test_the_digest_is_of_what_the_log_lists_and_not_of_the_log(folder):
    before = found(folder)
    DeltaTable(folder / "data" / "orders").alter.set_table_description("a version that changes no row")
    after = found(folder)
    assert (after.version.id, after.digest, after.size) == ("3", before.digest, before.size)


def test_a_table_that_was_made_anew_is_another_with_the_same_version(folder):
    before = found(folder, Wish(version="1")).digest
    shutil.rmtree(folder / "data" / "orders")
    made(folder / "data" / "orders", 2)
    assert found(folder, Wish(version="1")).digest != before


def test_in_commit_time_stamps_count_before_clocks(folder):
    dated(folder / "data" / "orders", 1, FIRST - timedelta(days=9), "inCommitTimestamp")
    assert found(folder, Wish(version="1")).version.time == "2026-10-23T09:30:00Z"


def test_a_version_is_no_older_than_one_before_it(folder):
    appended(folder / "data" / "orders", 3)
    dated(folder / "data" / "orders", 2, FIRST + timedelta(days=5))  # a writer whose clock was two days fast
    dated(folder / "data" / "orders", 3, FIRST + timedelta(days=3))
    as_of = [found(folder, Wish(FIRST + timedelta(days=days), text="x")).version.id for days in (4, 5)]
    assert as_of == ["1", "3"]


def test_before_the_first_version_the_first_is_reported(shared):
    error = refused(shared, Wish(FIRST - timedelta(seconds=1), text="2026-10-31"))
    assert isinstance(error, NoSuchVersion)
    assert error.what == (
        "delta:data/orders had no version at 2026-10-31: version 0 of 2026-11-01T09:30:00Z is the first"
    )


@pytest.mark.parametrize(
    ("version", "what"),
    [
        ("7", "there is no version 7 of delta:data/orders: the newest is version 2 of 2026-11-03T09:30:00Z"),
        ("v1", "delta:data/orders has no version 'v1'"),
        ("9" * 30, f"there is no version {'9' * 30} of delta:data/orders"),
    ],
)
def test_a_version_that_never_was_is_said_to_be_none(shared, version, what):
    error = refused(shared, Wish(version=version))
    assert isinstance(error, NoSuchVersion)
    assert error.what.startswith(what)


def test_what_a_vacuum_removed_is_reported_with_when_and_the_nearest(folder):
    orders = folder / "data" / "orders"
    appended(orders, 9, mode="overwrite")
    dated(orders, 3, FIRST + timedelta(days=3))
    vacuumed(orders)
    dated(orders, 5, FIRST + timedelta(days=8))
    error = refused(folder, Wish(version="2"))
    assert isinstance(error, NoSuchVersion)
    assert error.what == (
        "version 2 of delta:data/orders cannot be read any more: 3 of its 3 files were removed "
        "(vacuumed at 2026-11-09T09:30:00Z); the nearest that can be is version 3 of 2026-11-04T09:30:00Z"
    )
    assert found(folder, Wish(version="3")).version.id == "3"


def test_of_several_vacuums_it_is_not_said_which(folder):
    orders = folder / "data" / "orders"
    for number in range(2):
        appended(orders, number, mode="overwrite")
        vacuumed(orders)
    dated(orders, 5, FIRST + timedelta(days=5))
    dated(orders, 8, FIRST + timedelta(days=8))
    assert (
        "(vacuumed between 2026-11-06T09:30:00Z and 2026-11-09T09:30:00Z)"
        in refused(folder, Wish(version="0")).what
    )


def test_a_file_that_was_deleted_by_hand_is_noticed(folder):
    next((folder / "data" / "orders").glob("*.parquet")).unlink()
    assert "1 of its 3 files was removed (not by a vacuum)" in refused(folder).what


def test_entries_that_were_cleaned_up_are_reported(folder):
    DeltaTable(folder / "data" / "orders").create_checkpoint()
    for version in (0, 1):
        log(folder, version).unlink()
    assert found(folder).version.id == "2"
    assert refused(folder, Wish(version="1")).what == (
        "version 1 of delta:data/orders cannot be read any more: its log begins with version 2 of 2026-11-03T09:30:00Z"
    )
    assert "is the first that its log still has" in refused(folder, Wish(FIRST, text="then")).what


@pytest.mark.parametrize("version", [0, 1, 2])
def test_a_commit_that_is_cut_is_named(folder, version):
    content = log(folder, version).read_bytes()
    log(folder, version).write_bytes(content[: len(content) // 2])
    error = refused(folder)
    assert isinstance(error, NoSuchData)
    assert error.what == f"delta:data/orders cannot be read: its log is broken, {version:020}.json is damaged"


@pytest.mark.parametrize("version", [0, 1])
def test_a_commit_that_is_missing_is_named(folder, version):
    log(folder, version).unlink()
    assert refused(folder).what == (
        f"delta:data/orders cannot be read: its log is broken, {version:020}.json is missing"
    )


@pytest.mark.parametrize("address", ["delta:nowhere", "delta:data", "delta:x.csv"])
def test_where_there_is_no_table_that_is_said(folder, address):
    (folder / "x.csv").write_text("x\n")
    for wish in (NEWEST, Wish(version="1"), Wish(FIRST, text="then")):
        assert refused(folder, wish, address).what == f"there is no Delta table {address}"


def test_a_store_that_cannot_be_reached_is_reported_without_credentials(tmp_path, monkeypatch):
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(name, value)
    error = refused(tmp_path, address="delta:s3://bucket/orders")
    assert isinstance(error, NoAccess)
    assert str(error) == (
        "the store of delta:s3://bucket/orders cannot be reached.\n  see whether it answers, and try again"
    )


@pytest.fixture(scope="module")
def bucket():
    """A bucket of a real S3 server, in a process of its own: the library waits for it with all of Python."""
    boto3, config = pytest.importorskip("boto3"), pytest.importorskip("botocore.config")
    pytest.importorskip("moto.server")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with pytest.MonkeyPatch.context() as patch, Popen(command, stdout=DEVNULL, stderr=DEVNULL) as server:
        for name, value in {**KEYS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}.items():
            patch.setenv(name, value)
        try:
            client = boto3.client(
                "s3", config=config.Config(retries={"total_max_attempts": 30, "mode": "standard"})
            )
            client.create_bucket(Bucket="bucket")
            yield SimpleNamespace(address="delta:s3://bucket/orders", client=client)
        finally:
            server.terminate()


def test_a_table_in_an_object_store_is_read_as_of_a_date_and_its_vacuumed_version_is_named(bucket, tmp_path):
    for number in range(3):
        write_deltalake("s3://bucket/orders", pyarrow.table({"x": [number]}), mode="append")
    times = [found(tmp_path, Wish(version=str(number)), bucket.address).version.time for number in range(3)]
    then = Wish(moment_of(times[1]), text="then")
    resolved = found(tmp_path, then, bucket.address)
    assert (resolved.name, resolved.version.id) == (bucket.address, "1")
    assert numbers(SOURCE.table(bucket.address, resolved.version, tmp_path)) == [0, 1]
    write_deltalake("s3://bucket/orders", pyarrow.table({"x": [9]}), mode="overwrite")
    DeltaTable("s3://bucket/orders").vacuum(0, dry_run=False, enforce_retention_duration=False)
    assert refused(tmp_path, then, bucket.address).what.startswith(
        f"version 1 of {bucket.address} cannot be read any more: 2 of its 2 files were removed (vacuumed at "
    )


def test_a_version_in_an_object_store_that_is_kept_is_read_after_a_vacuum_and_put_back(
    bucket, tmp_path, monkeypatch
):
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    address, uri = "delta:s3://bucket/kept", "s3://bucket/kept"
    for number, mode in ((1, "append"), (2, "append"), (9, "overwrite")):
        write_deltalake(uri, pyarrow.table({"x": [number]}), mode=mode)
    second = DataVersion("1")
    before = found(tmp_path, Wish(version="1"), address)
    assert SOURCE.keep(address, second, tmp_path).startswith("is kept beyond a vacuum (")
    assert list(SOURCE.taken_by_vacuum(address, [second], timedelta(0), tmp_path)) == []
    DeltaTable(uri).vacuum(0, dry_run=False, enforce_retention_duration=False)
    assert found(tmp_path, Wish(version="1"), address).digest == before.digest
    assert numbers(SOURCE.table(address, second, tmp_path)) == [1, 2]
    SOURCE.restore(address, second, tmp_path)
    assert numbers(DeltaTable(uri).to_pandas()) == [1, 2]
    SOURCE.release(address, second, tmp_path)
    assert not list((tmp_path / "cache").rglob("*.parquet"))


def test_where_a_bucket_has_no_table_that_is_said(bucket, tmp_path):
    for address in ("delta:s3://bucket/returns", "delta:s3://no-such-bucket/orders"):
        assert refused(tmp_path, address=address).what == f"there is no Delta table {address}"


def test_without_the_library_it_is_said_how_to_install_it(shared, monkeypatch):
    monkeypatch.setitem(sys.modules, "deltalake", None)
    error = refused(shared)
    assert isinstance(error, MissingExtra)
    assert error.remedy == "install it with: pip install 'jupyter-repro[delta]'"


def test_a_table_without_rows_has_versions_too(tmp_path):
    DeltaTable.create(tmp_path / "empty", pyarrow.schema([("x", pyarrow.int64())]))
    assert found(tmp_path, address="delta:empty").size == 0


def test_partitions_with_strange_names_are_found(tmp_path):
    rows = pyarrow.table({"k": ["a b", "ü/%", "x:y", None], "x": [1, 2, 3, 4]})
    write_deltalake(tmp_path / "parts", rows, partition_by=["k"])
    resolved = found(tmp_path, address="delta:parts")
    assert numbers(SOURCE.table("delta:parts", resolved.version, Path(tmp_path))) == [1, 2, 3, 4]


def test_a_table_is_taken_back_by_a_new_version_that_equals_the_old_one(folder):
    orders = folder / "data" / "orders"
    before = found(folder)
    appended(orders, 9)
    assert list(SOURCE.places(ORDERS, folder)) == [orders]
    assert SOURCE.restore(ORDERS, before.version, folder) == (
        "is back as it was in version 2, as version 4; its later versions are kept"
    )
    after = found(folder)
    assert (after.version.id, after.digest) == ("4", before.digest)
    assert found(folder, Wish(version="3")).size > after.size
