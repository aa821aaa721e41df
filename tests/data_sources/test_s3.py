from __future__ import annotations

import pytest
from object_server import SECRET, object_server

from jupyter_repro.data_sources.s3.source import S3Source
from jupyter_repro.errors import NoAccess, NoSuchData, NoSuchVersion
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of

pytest.importorskip("s3fs")

CONTENTS = [b"x\n1\n", b"x\n1\n2\n", b"x\n3\n"]


@pytest.fixture(scope="module")
def store():
    """A server with a bucket that keeps versions and one that keeps none."""
    with object_server() as running:
        running.bucket("kept", versions=True)
        running.bucket("plain", versions=False)
        yield running


@pytest.fixture(scope="module")
def sales(store):
    """Three versions of s3://kept/sales.csv, and an object whose name begins with the same."""
    store.put("kept", "sales.csv.bak", b"another", "2026-01-01T00:00:00Z")
    days = ["2026-01-10T12:00:00Z", "2026-02-10T12:00:00Z", "2026-02-10T12:00:01Z"]
    return [store.put("kept", "sales.csv", content, day) for content, day in zip(CONTENTS, days, strict=True)]


def resolved(address, **wish):
    return S3Source().resolve(address, Wish(**wish), None)


def fetched(address, found, tmp_path):
    S3Source().fetch(address, found.version, None, tmp_path / "copy")
    return (tmp_path / "copy").read_bytes()


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("2026-01-10", 0),
        ("2026-02-10T12:59:59+01:00", 0),
        ("2026-02-10 07:00 America/New_York", 1),
        ("2026-02-10T12:00:01Z", 2),
        ("2026-09-01", 2),
    ],
)
def test_as_of_a_moment_an_object_is_the_newest_version_of_that_date(sales, tmp_path, wanted, number):
    found = resolved("s3://kept/sales.csv", asof=moment_of(wanted), text=wanted)
    assert (found.name, found.size) == ("s3://kept/sales.csv", len(CONTENTS[number]))
    assert (found.version.id, found.version.asof) == (sales[number], wanted)
    assert fetched("s3://kept/sales.csv", found, tmp_path) == CONTENTS[number]


def test_the_newest_has_a_version_and_its_etag_for_a_digest(store, sales, tmp_path):
    found = resolved("s3://key:hidden@kept/sales.csv")
    etag = store.client.head_object(Bucket="kept", Key="sales.csv")["ETag"].strip('"')
    assert (found.name, found.digest, found.version.id) == (
        "s3://kept/sales.csv",
        f"etag:{etag}",
        sales[2],
    )
    assert fetched("s3://kept/sales.csv", found, tmp_path) == b"x\n3\n"


def test_an_address_may_name_the_version_itself(sales):
    found = resolved(f"s3a://kept/sales.csv?versionId={sales[1]}")
    assert (found.version.id, found.version.asof) == (sales[1], f"version {sales[1]}")


def test_what_was_deleted_is_reported_with_when_and_what_is_still_there(store, tmp_path):
    version = store.put("kept", "gone.csv", b"1", "2026-01-10T12:00:00Z")
    store.delete("kept", "gone.csv", "2026-02-10T12:00:00Z")
    with pytest.raises(
        NoSuchData, match=r"s3://kept/gone\.csv was deleted at 2026-02-10T12:00:00Z"
    ) as raised:
        resolved("s3://kept/gone.csv")
    there = (
        "the newest that is still there, of 2026-01-10T12:00:00Z, is read with: "
        f"%repro data s3://kept/gone.csv --version {version}"
    )
    assert raised.value.remedy == there
    found = resolved("s3://kept/gone.csv", asof=moment_of("2026-09-01"), text="2026-09-01")
    assert fetched("s3://kept/gone.csv", found, tmp_path) == b"1"


def test_a_version_that_was_deleted_for_good_is_reported_with_the_newest_there_is(store):
    first = store.put("kept", "two.csv", b"1", "2026-01-10T12:00:00Z")
    second = store.put("kept", "two.csv", b"2", "2026-02-10T12:00:00Z")
    store.client.delete_object(Bucket="kept", Key="two.csv", VersionId=first)
    with pytest.raises(NoSuchVersion, match=rf"s3://kept/two\.csv has no version {first} any more") as raised:
        resolved("s3://kept/two.csv", version=first)
    assert second in raised.value.remedy


def test_without_versions_the_etag_tells_whether_it_is_what_it_was(store, tmp_path):
    store.put("plain", "sales.csv", b"1", "2026-01-10T12:00:00Z")
    found = resolved("s3://plain/sales.csv")
    assert found.version.id == found.digest
    assert found.digest.startswith("etag:")
    assert (
        resolved("s3://plain/sales.csv", asof=moment_of("2026-01-11"), text="then").version.id
        == found.version.id
    )
    assert fetched("s3://plain/sales.csv", found, tmp_path) == b"1"
    store.put("plain", "sales.csv", b"2", "2026-02-10T12:00:00Z")
    with pytest.raises(
        NoSuchVersion, match="was overwritten at 2026-02-10T12:00:00Z, and its bucket keeps no"
    ):
        S3Source().fetch("s3://plain/sales.csv", found.version, None, tmp_path / "other")
    with pytest.raises(NoSuchVersion, match="was stored at 2026-02-10T12:00:00Z, after then, and its bucket"):
        resolved("s3://plain/sales.csv", asof=moment_of("2026-01-11"), text="then")


def test_what_was_stored_before_the_bucket_kept_versions_is_had_by_its_etag(store, tmp_path):
    store.bucket("later", versions=False)
    store.put("later", "x.csv", b"1", "2026-01-10T12:00:00Z")
    found = resolved("s3://later/x.csv")
    store.bucket("later", versions=True)
    store.put("later", "x.csv", b"2", "2026-02-10T12:00:00Z")
    assert resolved("s3://later/x.csv", version=found.version.id).version.id == found.version.id
    assert fetched("s3://later/x.csv", found, tmp_path) == b"1"


def test_what_was_stored_after_the_moment_has_no_version_as_of_it(sales):
    with pytest.raises(
        NoSuchVersion, match=r"has no version as of 2001-01-01: the first is version"
    ) as raised:
        resolved("s3://kept/sales.csv", asof=moment_of("2001-01-01"), text="2001-01-01")
    assert sales[0] in raised.value.remedy


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("s3://kept/never.csv", r"there is no s3://kept/never\.csv"),
        ("s3://nowhere/x.csv", r"there is no s3://nowhere/x\.csv"),
        ("s3://kept", "s3://kept names no object"),
        ("s3://kept/", "s3://kept names no object"),
    ],
)
def test_what_is_not_there_is_reported(store, address, words):
    with pytest.raises(NoSuchData, match=words):
        resolved(address)


def test_a_store_that_cannot_be_reached_is_reported_without_secrets(store, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(
        NoAccess, match=r"the store of s3://kept/sales\.csv cannot be reached \(\w+\)"
    ) as raised:
        resolved("s3://kept/sales.csv")
    assert SECRET not in str(raised.value)


def test_without_credentials_nothing_is_asked(store, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(NoAccess, match="there are no credentials for"):
        resolved("s3://kept/sales.csv")


def test_a_store_that_refuses_is_reported_without_secrets(store, sales):
    with (
        store.with_access_control(),
        pytest.raises(NoAccess, match=r"refuses s3://kept/sales\.csv") as raised,
    ):
        resolved("s3://kept/sales.csv")
    assert "hidden" not in str(raised.value)
