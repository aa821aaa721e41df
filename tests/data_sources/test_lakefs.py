"""lakeFS's own client, against a stand-in for its server."""

from __future__ import annotations

import pytest
from lake_server import SECRET, lake_server

from jupyter_repro.data_sources.lakefs.source import LakefsSource
from jupyter_repro.errors import NoAccess, NoSuchData, NoSuchVersion
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of

pytest.importorskip("lakefs")

CONTENTS = [b"x\n1\n", b"x\n1\n2\n", b"x\n3\n"]
SALES = "lakefs://lake/main/sales.csv"


@pytest.fixture(scope="module")
def lake():
    """Three versions of sales.csv, one that is only staged, and gone.csv, which was deleted."""
    with lake_server() as running:
        days = ["2026-01-10T12:00:00Z", "2026-02-10T12:00:00Z", "2026-03-10T12:00:00Z"]
        files = [{"sales": each} for each in CONTENTS]
        files[0]["gone"] = b"1"
        files[2]["gone"] = None
        running.ids = [running.commit(day, **each) for day, each in zip(days, files, strict=True)]
        running.ids.append(running.commit("2026-04-10T12:00:00Z", other=b"1"))
        running.staged = {**running.staged, "sales.csv": b"staged"}
        yield running


def resolved(address, **wish):
    return LakefsSource().resolve(address, Wish(**wish), None)


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("2026-02-10T12:59:59+01:00", 0), ("2026-02-10", 1), ("2026-09-01", 2)],
)
def test_as_of_a_moment_an_object_is_what_the_newest_commit_of_that_date_has(lake, tmp_path, wanted, number):
    found = resolved(SALES, asof=moment_of(wanted), text=wanted)
    assert (found.name, found.size) == (SALES, len(CONTENTS[number]))
    assert (found.version.id, found.version.asof) == (lake.ids[number], wanted)
    LakefsSource().fetch(SALES, found.version, None, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == CONTENTS[number]


def test_the_newest_is_what_is_committed_and_not_what_is_staged(lake):
    found = resolved("lakefs://key:hidden@lake/main/sales.csv")
    assert (found.name, found.version.id) == (SALES, lake.ids[2])
    assert found.version.time == "2026-03-10T12:00:00Z"


def test_a_commit_names_a_version(lake):
    assert resolved(SALES, version=lake.ids[0]).size == len(CONTENTS[0])


@pytest.mark.parametrize(
    ("address", "wish", "error", "words"),
    [
        (
            SALES,
            {"asof": moment_of("2025-12-31"), "text": "2025-12-31"},
            NoSuchVersion,
            "the first is commit",
        ),
        (SALES, {"version": "0" * 64}, NoSuchVersion, "lake has no commit 0000"),
        (
            "lakefs://lake/main/gone.csv",
            {},
            NoSuchData,
            r"gone\.csv was deleted in commit \w{10} of 2026-03-10",
        ),
        ("lakefs://lake/main/never.csv", {}, NoSuchData, r"there is no .*never\.csv in any commit"),
        ("lakefs://lake/other/x.csv", {}, NoSuchData, "there is no lakefs://lake/other"),
        ("lakefs://lake/main", {}, NoSuchData, "lakefs://lake/main names no object"),
    ],
)
def test_what_lakefs_does_not_have_is_reported(lake, address, wish, error, words):
    with pytest.raises(error, match=words):
        resolved(address, **wish)


def test_an_object_that_was_deleted_is_had_as_of_a_moment_before(lake):
    found = resolved("lakefs://lake/main/gone.csv", asof=moment_of("2026-03-01"), text="2026-03-01")
    assert found.version.id == lake.ids[0]


def test_a_server_that_refuses_or_is_not_there_is_reported_without_secrets(lake, monkeypatch):
    monkeypatch.setenv("LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY", "hidden-other")
    with pytest.raises(NoAccess, match="the store refuses lakefs://lake") as raised:
        resolved(SALES)
    assert "hidden" not in str(raised.value)
    monkeypatch.setenv("LAKECTL_SERVER_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(NoAccess, match="cannot be reached") as raised:
        resolved(SALES)
    assert SECRET not in str(raised.value)
