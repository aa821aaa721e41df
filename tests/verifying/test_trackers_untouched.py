"""While a notebook is verified, what it logs reaches no tracker, and it comes out as it was recorded."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest
from conftest import written
from mlflow_server import empty_database, mlflow_server

import jupyter_repro
from jupyter_repro.verifying.notebook import Options, verify

MLFLOW = (
    "import logging, mlflow\nmlflow.set_tracking_uri('{uri}')\nmlflow.set_experiment('study')",
    "with mlflow.start_run() as run:\n"
    "    mlflow.log_metric('accuracy', 0.75)\n"
    "    mlflow.log_text('a note', 'note.txt')\n"
    "    mlflow.pyfunc.log_model(name='m', python_model=lambda model_input: model_input, pip_requirements=[],"
    " registered_model_name='churn')",
    "print(run.info.run_id, run.info.run_name, run.info.start_time)",
    "print(mlflow.get_run(run.info.run_id).data.metrics, len(mlflow.search_runs()))",
    "mlflow.artifacts.load_text(f'runs:/{{run.info.run_id}}/note.txt')",
    "client = mlflow.MlflowClient()\nversion = client.get_latest_versions('churn')[0]\nversion.version, version.run_id",
    "import pandas as pd\nmlflow.pyfunc.load_model('models:/churn/1').predict(pd.DataFrame({{'a': [1]}}))",
)
WANDB = (
    "import wandb\nrun = wandb.init(project='study', mode='offline', config={'lr': 0.1})",
    "run.log({'loss': 0.5})\nrun.log({'loss': 0.25})\nrun.summary['loss']",
    "model = wandb.Artifact('model', type='model')\nwith model.new_file('m.txt') as file:\n    file.write('weights')\n"
    "run.log_artifact(model, aliases=['best']).name",
    "print(run.id, run.name, run.config['lr'])\nrun.finish()",
    "from pathlib import Path\n[file.stat().st_size > 0 for file in Path(run.dir).parent.glob('*.wandb')]",
)
AIM = (
    "from aim import Repo, Run\nrun = Run(repo='.', experiment='study', system_tracking_interval=None,"
    " log_system_params=False)\nrun['hparams'] = {'lr': 0.1}",
    "run.track(0.5, name='loss')\nrun.track(0.25, name='loss')\nrun.close()\nprint(run.hash)",
    "[each['hparams'] for each in Repo('.').iter_runs() if each.hash == run.hash]",
)
DVCLIVE = (
    "import json\nfrom dvclive import Live\nlive = Live('dvclive', save_dvc_exp=False)",
    "for loss in (0.5, 0.25):\n    live.log_metric('loss', loss)\n    live.next_step()\nlive.end()",
    "print(json.load(open('dvclive/metrics.json')))\nlive.summary",
)


def rows(database):
    """Every row of every table."""
    with closing(sqlite3.connect(database)) as opened:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(map(repr, opened.execute(f"SELECT * FROM {table}"))) for table in sorted(tables)
        }


def files(folder):
    """Name to content of every file; of a database, its rows."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and ".git" not in path.parts:
            name = path.relative_to(folder).as_posix()
            found[name] = rows(path) if path.suffix == ".db" else path.read_bytes()
    return found


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_DISABLE_TELEMETRY", "true")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.fspath(tmp_path.parent))
    monkeypatch.setenv("JUPYTER_REPRO_LOCK", "none")
    return tmp_path


def reproduces(path, held, times=5):
    """Recorded, verified some times: nothing is written, and nothing differs."""
    jupyter_repro.snapshot(path)
    first = verify(path, Options())  # which notes in the snapshot that it is verified
    before = held()
    verdicts = [first, *(verify(path, Options()) for _ in range(times - 1))]
    for verdict in verdicts:
        assert verdict.status in {"identical", "equivalent"}, [
            (cell.index, cell.divergences) for cell in verdict.cells if cell.status == "diverged"
        ]
    assert held() == before


def test_an_mlflow_database(project):
    empty_database(project / "mlflow.db")
    path = written(project / "a.ipynb", *(cell.format(uri="sqlite:///mlflow.db") for cell in MLFLOW))
    reproduces(path, lambda: files(project), times=3)
    assert len(rows(project / "mlflow.db")["runs"]) == 1
    assert len(rows(project / "mlflow.db")["model_versions"]) == 1


def test_an_mlflow_server(project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    with mlflow_server(folder) as address:
        path = written(project / "a.ipynb", *(cell.format(uri=address) for cell in MLFLOW))
        reproduces(path, lambda: (files(project), files(folder)), times=2)
        assert len(rows(folder / "server.db")["runs"]) == 1


def test_a_database_that_the_notebook_makes(project):
    path = written(project / "a.ipynb", *(cell.format(uri="sqlite:///mlflow.db") for cell in MLFLOW[:2]))
    reproduces(path, lambda: files(project), times=1)


def test_runs_of_wandb_that_are_kept_here(project):
    path = written(project / "a.ipynb", *WANDB)
    reproduces(path, lambda: files(project))
    assert len(list((project / "wandb").glob("offline-run-*"))) == 1


def test_a_repository_of_aims(project):
    pytest.importorskip("aim", reason="Aim is published for Python 3.12 and older")
    path = written(project / "a.ipynb", *AIM)
    reproduces(path, lambda: files(project))


def test_a_folder_of_dvclives(project):
    path = written(project / "a.ipynb", *DVCLIVE)
    reproduces(path, lambda: files(project))


def test_a_guard_of_the_notebook_makes_no_difference(project):
    guard = "import os\nif os.environ.get('JUPYTER_REPRO_COMMAND') != 'verify':\n    print('registered')"
    reproduces(written(project / "a.ipynb", guard), lambda: files(project), times=1)


def test_written_through_it_reaches_the_tracker(project):
    empty_database(project / "mlflow.db")
    path = written(project / "a.ipynb", *(cell.format(uri="sqlite:///mlflow.db") for cell in MLFLOW[:2]))
    jupyter_repro.snapshot(path)
    verify(path, Options(write_through=True))
    assert len(rows(project / "mlflow.db")["runs"]) == 2


def test_a_notebook_that_only_reads_the_store_has_none_of_it_as_its_data(project):
    from mlflow.tracking import MlflowClient

    empty_database(project / "mlflow.db")
    MlflowClient(f"sqlite:///{project}/mlflow.db").create_run("0", run_name="t")
    store = "import mlflow\nmlflow.set_tracking_uri('sqlite:///mlflow.db')"
    cells = (store, "len(mlflow.search_runs(['0']))")
    snapshot = jupyter_repro.snapshot(written(project / "a.ipynb", *cells))
    assert snapshot.context.data == {}
