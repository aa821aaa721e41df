import pytest
from conftest import written
from mlflow_server import empty_database
from snapshots import recorded

from jupyter_repro.differences.notebook_log import notebook_log
from jupyter_repro.differences.tracked_sides import state_of_run
from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.tracking.publishing import publish


def test_where_no_tracker_is_set_the_option_that_names_one_is_reported(tmp_path):
    path = written(tmp_path / "a.ipynb", "1")
    with pytest.raises(ReproError, match="no tracker is configured") as error:
        state_of_run(path, "0123")
    assert error.value.remedy.startswith("say which with: --track ADDRESS; or name one in the notebook")


def test_a_run_is_found_where_the_notebook_was_published_though_nothing_names_its_tracker(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("JUPYTER_REPRO_CACHE", str(tmp_path / "cache"))
    notebook, _ = recorded(tmp_path / "a.ipynb")
    empty_database(tmp_path / "mlflow.db")
    sent = publish(notebook, read_notebook(notebook), f"mlflow:sqlite:///{tmp_path}/mlflow.db")
    assert sent.run is not None
    recorded(notebook, seed=3)  # and not published
    assert f"of run {sent.run.id}" in state_of_run(notebook, sent.run.id).name
    assert sent.run.id in [entry.run for entry in notebook_log(notebook, 20).entries]
    assert [entry.run for entry in notebook_log(notebook, 20, "off").entries] == [""]
