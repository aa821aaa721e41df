from __future__ import annotations

import pytest
from conftest import notebook_of, written

from jupyter_repro.errors import ReproError
from jupyter_repro.recording.tracker_runs.own_runs import OwnRuns, track_words
from jupyter_repro.records.tracked_run import OwnRun
from jupyter_repro.trackers.aim.repositories import place_of
from jupyter_repro.trackers.aim.tracker import AimTracker
from jupyter_repro.trackers.destinations import destination_of, keeps_runs_at
from jupyter_repro.trackers.mlflow.stores import tracking_uri
from jupyter_repro.tracking.chosen_addresses import address_to_publish, check_chosen, chosen_address


@pytest.mark.parametrize(
    ("address", "plain", "experiment"),
    [
        ("mlflow:", "mlflow:sqlite:///mlflow.db", "study"),
        ("mlflow:sqlite:///m.db?experiment=two words", "mlflow:sqlite:///m.db", "two words"),
        ("mlflow:http://h:5000?a=b%20c&experiment=x", "mlflow:http://h:5000?a=b%20c", "x"),
    ],
)
def test_the_experiment_is_what_was_asked_for_else_called_like_the_project(
    tmp_path, address, plain, experiment
):
    found = destination_of(address, tmp_path / "study" / "a.ipynb")
    assert (found.address, found.experiment) == (plain, experiment)
    assert found.folder == (tmp_path / "study").resolve()


@pytest.mark.parametrize(
    "address",
    ["mlflow:http://me:hunter22@host", "mlflow:http://token@host", "mlflow:http://h?password=hunter22"],
)
def test_an_address_with_credentials_is_refused_without_telling_them(tmp_path, address):
    with pytest.raises(ReproError) as error:
        destination_of(address, tmp_path / "a.ipynb")
    assert "hunter22" not in str(error.value)


def test_a_tracker_that_nobody_knows_is_reported_with_those_that_are(tmp_path):
    with pytest.raises(ReproError, match="no tracker is called 'nosuch'") as error:
        destination_of("nosuch:x", tmp_path / "a.ipynb")
    assert "mlflow" in error.value.remedy


@pytest.mark.parametrize(
    ("asked", "cells", "settings", "chosen"),
    [
        ("mlflow:a", "%repro track mlflow:b", "mlflow:c", "mlflow:a"),
        ("", "%repro track mlflow:a\n%repro track mlflow:b", "mlflow:c", "mlflow:b"),
        ("", "%repro track off", "mlflow:c", ""),
        ("", "%repro track 'wandb:study two?mode=offline'  ", "", "wandb:study two?mode=offline"),
        ("", '%repro track "mlflow:a"', "", "mlflow:a"),
        ("", "%repro track", "mlflow:c", "mlflow:c"),
        ("off", "x", "mlflow:c", ""),
        ("", "x", "", ""),
    ],
)
def test_asked_is_stronger_than_the_cells_and_they_than_the_settings(
    tmp_path, asked, cells, settings, chosen
):
    (tmp_path / "pyproject.toml").write_text(f"[tool.jupyter-repro]\ntrack = '{settings}'\n")
    assert chosen_address(tmp_path / "a.ipynb", notebook_of(cells), asked) == chosen


def test_where_only_the_tracker_is_named_the_notebooks_own_runs_say_where(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://host:5000")
    path, own = tmp_path / "a.ipynb", OwnRun("mlflow:sqlite:///runs.db", "1")
    assert destination_of("mlflow:", path, [own]).address == own.address
    assert destination_of("mlflow:", path).address == "mlflow:http://host:5000"


@pytest.mark.parametrize("address", ["databricks", "databricks:", "databricks://study"])
def test_databricks_is_databricks_and_no_database_of_ours(tmp_path, address):
    assert tracking_uri(destination_of(address, tmp_path / "a.ipynb")) == address.removesuffix(":")


def test_what_aim_calls_a_server_is_one(tmp_path):
    found = destination_of("aim://host:53800/", tmp_path / "a.ipynb")
    assert place_of(found) == "aim://host:53800"
    assert place_of(found) == place_of(destination_of("aim:aim://host:53800", tmp_path / "a.ipynb"))
    assert not AimTracker().is_store(found, "/host:53800/.aim")


@pytest.mark.parametrize(
    ("address", "key", "known"),
    [
        ("mlflow:?exp=foo", "'exp'", "?experiment=…"),
        ("mlflow:sqlite:///a.db?experimen=x", "'experimen'", "?experiment=…"),
        ("wandb:x?mod=offline", "'mod'", "?mode=…"),
        ("aim:runs?mode=x", "'mode'", "?experiment=…"),
        ("dvclive:runs?mode=x", "'mode'", "?experiment=…"),
    ],
)
def test_a_key_that_a_tracker_does_not_know_is_reported_with_those_it_does(tmp_path, address, key, known):
    with pytest.raises(ReproError, match=key) as raised:
        destination_of(address, tmp_path / "a.ipynb")
    assert known in raised.value.remedy


def test_an_address_of_mlflow_without_its_scheme_is_reported_with_it(tmp_path):
    with pytest.raises(ReproError) as raised:
        destination_of("https://host:5000", tmp_path / "a.ipynb")
    assert raised.value.remedy == "did you mean mlflow:https://host:5000"
    with pytest.raises(ReproError) as raised:
        destination_of("https://me:hunter22@host", tmp_path / "a.ipynb")
    assert "hunter22" not in str(raised.value)


def test_an_address_with_spaces_and_without_quotes_is_refused_in_the_notebook_and_by_the_command(tmp_path):
    line = "wandb:my study?mode=offline"
    with pytest.raises(ReproError) as raised:
        chosen_address(tmp_path / "a.ipynb", notebook_of(f"%repro track {line}"))
    assert raised.value.remedy.endswith(f"%repro track '{line}'")
    own = OwnRuns(tmp_path)
    with pytest.raises(ReproError):
        track_words(own, line)
    track_words(own, f"'{line}'")
    assert own.track == line


@pytest.mark.parametrize(
    ("asked", "settings", "reported"),
    [("off", "", "off"), ("", "", "empty"), (None, "off", "off"), ("", "mlflow:", "empty")],
)
def test_what_is_to_be_published_now_is_not_published_where_somebody_said_off(
    tmp_path, asked, settings, reported
):
    (tmp_path / "pyproject.toml").write_text(f"[tool.jupyter-repro]\ntrack = '{settings}'\n")
    with pytest.raises(ReproError, match=reported):
        address_to_publish(tmp_path / "a.ipynb", notebook_of("x"), asked, "mlflow:")


def test_what_is_to_be_published_now_goes_into_the_default_where_nobody_said_where(tmp_path):
    assert address_to_publish(tmp_path / "a.ipynb", notebook_of("x"), None, "mlflow:") == "mlflow:"


def test_credentials_in_the_trackers_own_variable_are_refused_too(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://me:hunter22@host:5000")
    with pytest.raises(ReproError) as error:
        destination_of("mlflow:", tmp_path / "a.ipynb")
    assert "hunter22" not in str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        "neptune:team/study?mode=async",
        "neptune:study",
        "h2o:http://localhost:54321",
        "wandb:a/b/c",
        "aim:http://h",
        "azureml:foo",
        "databricks:foo",
    ],
)
def test_an_address_that_a_tracker_never_takes_is_refused_before_anything_is_kept(tmp_path, address):
    with pytest.raises(ReproError):
        destination_of(address, tmp_path / "a.ipynb")


def test_the_trackers_that_are_offered_are_those_that_keep_runs(tmp_path):
    with pytest.raises(ReproError) as raised:
        destination_of("wandbb:x", tmp_path / "a.ipynb")
    assert "wandb" in raised.value.remedy
    assert "h2o" not in raised.value.remedy
    assert [keeps_runs_at(address) for address in ("mlflow:x.db", "h2o:", "wandbb:x")] == [True, False, False]


@pytest.mark.parametrize(
    ("asked", "cells", "settings", "reported"),
    [
        ("nosuch:a", "%repro track mlflow:", "mlflow:", "--track: no tracker is called 'nosuch'"),
        ("", "%repro track nosuch:a", "mlflow:", "%repro track: no tracker is called 'nosuch'"),
        ("", "x", "nosuch:a", "settings, track: no tracker is called 'nosuch'"),
    ],
)
def test_a_wrong_address_is_reported_with_where_it_stands(tmp_path, asked, cells, settings, reported):
    (tmp_path / "pyproject.toml").write_text(f"[tool.jupyter-repro]\ntrack = '{settings}'\n")
    with pytest.raises(ReproError, match=reported):
        check_chosen(asked, written(tmp_path / "a.ipynb", cells))


def test_nothing_is_wrong_where_nothing_is_published_or_the_address_is_one(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\ntrack = 'nosuch:a'\n")
    path = written(tmp_path / "a.ipynb", "x")
    check_chosen("off", path)
    check_chosen("mlflow:", path)
