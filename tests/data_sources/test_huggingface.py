from __future__ import annotations

from datetime import UTC

import pytest
from hub import Commit, hub, moment

from jupyter_repro.data_sources.huggingface import HuggingFaceSource
from jupyter_repro.errors import NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import iso, moment_of
from jupyter_repro.records.snapshot import DataVersion

pytest.importorskip("huggingface_hub")

ONE = Commit("2026-01-01T10:00:00.000Z", {"train.csv": b"x\n1\n", "d/a.parquet": b"a", "d/b.csv": b"b"})
TWO = Commit("2026-02-01T10:00:00.000Z", {**ONE.files, "train.csv": b"x\n2\n"})
THREE = Commit("2026-03-01T10:00:00.000Z", {"other.csv": b"x"})
ASIDE = Commit("2026-01-15T10:00:00.000Z", {"train.csv": b"aside"})
TRAIN = "hf://datasets/ada/orders/train.csv"


@pytest.fixture(scope="module")
def server():
    with hub([ONE, TWO, THREE], **{"refs/convert/parquet": [ASIDE]}) as served:
        yield served


@pytest.fixture(autouse=True)
def there(server, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", server.address)
    server.status = 0
    return server


def asof(text: str) -> Wish:
    return Wish(moment_of(text, zone=UTC), text=text)


def fetched(address, version, folder):
    HuggingFaceSource().fetch(address, version, folder, folder / "had")
    return folder / "had"


@pytest.mark.parametrize(
    ("wish", "commit"),
    [
        (asof("2026-01-01"), ONE),
        (asof("2026-02-01T09:59Z"), ONE),
        (asof("2026-02-01T11:00+01:00"), TWO),
        (Wish(version=ONE.id), ONE),
    ],
)
def test_a_version_is_the_commit_that_was_newest_then(tmp_path, wish, commit):
    found = HuggingFaceSource().resolve(TRAIN, wish, tmp_path)
    assert found.version == DataVersion(commit.id, iso(moment(commit)), wish.text)
    assert (found.name, found.size) == (TRAIN, 4)
    assert fetched(TRAIN, found.version, tmp_path).read_bytes() == commit.files["train.csv"]


def test_a_revision_that_the_address_names_is_where_it_is_looked_for(tmp_path):
    address = "hf:datasets/ada/orders@refs/convert/parquet/train.csv"
    found = HuggingFaceSource().resolve(address, Wish(), tmp_path)
    assert found.name == "hf://datasets/ada/orders@refs/convert/parquet/train.csv"
    assert found.version.id == ASIDE.id
    assert fetched(address, found.version, tmp_path).read_bytes() == b"aside"


def test_the_digest_is_the_hubs_own_and_that_of_a_folder_is_of_all_its_files(tmp_path):
    def found(path, commit):
        return HuggingFaceSource().resolve(
            f"hf://datasets/ada/orders{path}", Wish(version=commit.id), tmp_path
        )

    large = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"  # SHA-256 of its one letter
    assert found("/d/a.parquet", ONE).digest == f"sha256:{large}"
    assert found("/train.csv", ONE).digest.startswith("git:")
    assert (found("/d", ONE).digest, found("/d", ONE).size) == (found("/d/", TWO).digest, 2)
    assert found("", ONE).digest != found("", TWO).digest


def test_a_folder_and_a_whole_repository_are_fetched(tmp_path):
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    inner = fetched("hf://datasets/ada/orders/d", DataVersion(ONE.id), tmp_path / "1")
    whole = fetched("hf://datasets/ada/orders", DataVersion(ONE.id), tmp_path / "2")
    assert sorted(each.name for each in inner.rglob("*")) == ["a.parquet", "b.csv"]
    assert {
        str(each.relative_to(whole)): each.read_bytes() for each in whole.rglob("*") if each.is_file()
    } == ONE.files
    assert [each.name for each in tmp_path.glob("*/*")] == ["had", "had"]


def test_nothing_is_printed(tmp_path, capfd):
    found = HuggingFaceSource().resolve(TRAIN, asof("2026-01-01"), tmp_path)
    fetched(TRAIN, found.version, tmp_path)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("address", "wish", "error", "says"),
    [
        (TRAIN, asof("2025-12-31"), NoSuchVersion, "no version as of 2025-12-31"),
        (TRAIN, Wish(), NoSuchData, "is not there in version"),
        (TRAIN, Wish(version="0" * 40), NoSuchVersion, f"has no revision {'0' * 40}"),
        ("hf://datasets/ada/orders@nowhere/x.csv", Wish(), NoSuchVersion, "has no revision nowhere"),
        ("hf://datasets/ada/nothing/x.csv", Wish(), NoSuchData, "is not there, or not for you to see"),
        ("hf:datasets/squad", Wish(), ReproError, "is not understood"),
    ],
)
def test_what_is_not_there_is_one_clear_line(tmp_path, address, wish, error, says):
    with pytest.raises(error, match=says):
        HuggingFaceSource().resolve(address, wish, tmp_path)


@pytest.mark.parametrize(("status", "says"), [(403, "not for you to see"), (503, "answers 503")])
def test_a_hub_that_refuses_is_reported(tmp_path, there, status, says):
    there.status = status
    with pytest.raises(NoAccess, match=says):
        HuggingFaceSource().resolve(TRAIN, Wish(), tmp_path)


def test_a_hub_that_cannot_be_reached_is_reported_at_once(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    with pytest.raises(NoAccess, match="cannot be reached"):
        HuggingFaceSource().resolve(TRAIN, Wish(), tmp_path)
    assert capfd.readouterr() == ("", "")
