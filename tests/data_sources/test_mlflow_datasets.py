from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from jupyter_repro.data_sources.mlflow_datasets.source import MlflowDatasetSource
from jupyter_repro.errors import NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import iso
from jupyter_repro.records.snapshot import DataVersion

STORE = "sqlite:///mlflow.db"


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A store in which two runs of one experiment have logged `train`, each from its own file."""
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    mlflow = pytest.importorskip("mlflow")
    from mlflow.entities import Dataset, DatasetInput

    logging.getLogger("alembic").setLevel(logging.WARNING)
    folder = tmp_path_factory.mktemp("runs")
    client = mlflow.MlflowClient(tracking_uri=f"sqlite:///{folder}/mlflow.db")
    experiment = client.create_experiment("shop", artifact_location=folder.as_uri())
    ids, digests = [], []
    for number, day in enumerate((1, 3)):
        file = folder / f"train{number}.csv"
        file.write_text(f"x\n{number}\n")
        digests.append(f"{number:08x}")
        record = Dataset("train", digests[-1], "local", json.dumps({"uri": str(file)}), "", "")
        coded = Dataset("coded", "1", "code", '{"tags": {}}', "", "")
        again = [Dataset("twice", digest, "code", "{}", "", "") for digest in ("1", "2")] if number else []
        started = int(datetime(2026, 1, day, 10, tzinfo=UTC).timestamp() * 1000)
        run = client.create_run(experiment, start_time=started)
        client.log_inputs(run.info.run_id, [DatasetInput(each, []) for each in (record, coded, *again)])
        ids.append(run.info.run_id)
    return SimpleNamespace(folder=folder, ids=ids, digests=digests)


EARLIER = Wish(datetime(2025, 1, 1, tzinfo=UTC), text="2025")


def address(place: str, name: str = "train", store: str = STORE) -> str:
    return f"mlflow-dataset:{store}#{place}/{name}"


def asof(day: int) -> Wish:
    return Wish(datetime(2026, 1, day, 10, tzinfo=UTC), text=f"2026-01-{day:02}")


def values(runs, place, wish):
    source = MlflowDatasetSource()
    found = source.resolve(address(place), wish, runs.folder)
    return found, list(source.table(address(place), found.version, runs.folder).x)


@pytest.mark.parametrize(("wish", "number"), [(asof(2), 0), (asof(1), 0), (asof(4), 1), (Wish(), 1)])
def test_of_an_experiment_it_is_what_the_newest_run_logged_then(runs, wish, number):
    found, rows = values(runs, "shop", wish)
    time = datetime(2026, 1, (1, 3)[number], 10, tzinfo=UTC)
    assert found.version == DataVersion(runs.digests[number], iso(time), wish.text)
    assert rows == [number]


def test_a_version_is_the_digest_that_mlflow_gave(runs):
    _, rows = values(runs, "shop", Wish(version=runs.digests[0]))
    assert rows == [0]


def test_of_a_run_it_is_what_the_run_logged(runs):
    assert [values(runs, run, Wish())[1] for run in runs.ids] == [[0], [1]]
    with pytest.raises(NoSuchVersion, match=r"began at 2026-01-03T10:00:00Z, after 2026-01-02"):
        MlflowDatasetSource().resolve(address(runs.ids[1]), asof(2), runs.folder)


def test_data_that_was_changed_where_it_came_from_has_another_digest(runs, tmp_path):
    file = runs.folder / "train0.csv"
    content = file.read_bytes()
    before = MlflowDatasetSource().resolve(address(runs.ids[0]), Wish(), runs.folder)
    try:
        file.write_text("x\n7\n")
        after = MlflowDatasetSource().resolve(address(runs.ids[0]), Wish(), runs.folder)
        file.unlink()
        with pytest.raises(NoSuchData, match="train is no longer where it came from"):
            MlflowDatasetSource().resolve(address(runs.ids[0]), Wish(), runs.folder)
    finally:
        file.write_bytes(content)
    assert (after.version.id, after.digest != before.digest) == (before.version.id, True)
    MlflowDatasetSource().fetch(address(runs.ids[0]), before.version, runs.folder, tmp_path / "had")
    assert (tmp_path / "had").read_bytes() == content


def test_a_data_set_that_code_made_is_recorded_and_cannot_be_read_again(runs, tmp_path):
    found = MlflowDatasetSource().resolve(address("shop", "coded"), Wish(), runs.folder)
    assert found.version.id == "1"
    with pytest.raises(ReproError, match="it came from code"):
        MlflowDatasetSource().fetch(address("shop", "coded"), found.version, runs.folder, tmp_path / "had")


def test_the_name_has_the_store_and_leads_back_to_it(runs, monkeypatch):
    monkeypatch.setattr(
        "jupyter_repro.data_sources.mlflow_datasets.source.store_in_use",
        lambda: f"sqlite:///{runs.folder}/mlflow.db",
    )
    name = MlflowDatasetSource().name("mlflow-dataset:shop/train", runs.folder)
    assert name == address("shop")
    server = address("shop", store="https://me:hidden@mlflow.example.org/m")
    assert (
        MlflowDatasetSource().name(server, runs.folder)
        == "mlflow-dataset:https://mlflow.example.org/m#shop/train"
    )


@pytest.mark.parametrize(
    ("asked", "wish", "error", "says"),
    [
        (address("nowhere"), Wish(), NoSuchData, "no experiment nowhere"),
        (address("0" * 32), Wish(), NoSuchData, "not found"),
        (address("shop", "test"), Wish(), NoSuchData, "no run of shop logged a data set test"),
        (
            address("shop"),
            EARLIER,
            NoSuchVersion,
            "as of 2025",
        ),
        (address("shop"), Wish(version="12"), NoSuchVersion, "with the digest 12"),
        (address("shop", "twice"), Wish(), NoSuchVersion, "more than once: 1, 2"),
        (address("shop", store="sqlite:///other.db"), Wish(), NoSuchData, "no store of MLflow at other.db"),
        (
            address("shop", store="http://me:hidden@127.0.0.1:1"),
            Wish(),
            NoAccess,
            "127.0.0.1:1 cannot be reached",
        ),
        ("mlflow-dataset:train", Wish(), ReproError, "is not understood"),
    ],
)
def test_what_is_not_there_is_one_clear_line(runs, asked, wish, error, says):
    with pytest.raises(error, match=says) as raised:
        MlflowDatasetSource().resolve(asked, wish, runs.folder)
    assert "hidden" not in str(raised.value)
    assert not (runs.folder / "other.db").exists()


def test_what_was_logged_until_a_moment_is_by_the_start_of_its_run(runs):
    just_before = Wish(datetime(2026, 1, 3, 10, tzinfo=UTC) - timedelta(milliseconds=1), text="then")
    assert values(runs, "shop", just_before)[1] == [0]
