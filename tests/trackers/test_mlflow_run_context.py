"""What MLflow gets of a run's origin; the whole way, through a kernel, is in tests/tracking/test_publishing.py."""

from __future__ import annotations

from conftest import written
from live import session
from repositories import git

from jupyter_repro.trackers.mlflow.run_context import NotebookContext

TAGS = "__import__('jupyter_repro.trackers.mlflow.run_context', fromlist=['x']).NotebookContext().tags()"


def test_mlflow_asks_it_after_its_own_providers():
    from mlflow.tracking.context import registry

    providers = [type(provider) for provider in registry._run_context_provider_registry]
    assert providers.index(NotebookContext) > providers.index(registry.DefaultRunContext)
    assert providers.index(NotebookContext) > providers.index(registry.GitRunContext)
    assert providers.index(NotebookContext) > providers.index(registry.JupyterNotebookRunContext)


def test_outside_a_notebook_it_is_silent():
    assert not NotebookContext().in_context()


def test_in_a_kernel_without_our_extension_it_knows_notebook_and_commit(tmp_path):
    path = written(tmp_path / "study/notebooks/a.ipynb", "1")
    root = tmp_path / "study"
    git(root, "init", "-q", "-b", "main")
    git(root, "remote", "add", "origin", "https://ada:hunter22@host.example/study.git")
    with session(path.parent, JPY_SESSION_NAME=str(path)) as live:
        assert live.value(TAGS) == {
            "mlflow.source.type": "NOTEBOOK",
            "mlflow.source.name": "notebooks/a.ipynb",
            "repro.notebook": "notebooks/a.ipynb",
            "mlflow.source.git.branch": "main",
            "mlflow.source.git.repoURL": "https://host.example/study.git",
        }
        git(root, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "--allow-empty", "-m", "x")
        assert live.value(TAGS)["mlflow.source.git.commit"] == git(root, "rev-parse", "HEAD")
        git(root, "checkout", "-q", "--detach")
        assert "mlflow.source.git.branch" not in live.value(TAGS)
        live.run("import os; os.environ['JPY_SESSION_NAME'] = 'on another machine/b.ipynb'")
        assert live.value(TAGS)["mlflow.source.name"] == "notebooks/b.ipynb"
        live.run("del os.environ['JPY_SESSION_NAME']; __vsc_ipynb_file__ = 3; os.chdir('/')")
        assert live.value(TAGS) == {"mlflow.source.type": "NOTEBOOK"}
        assert live.value("'mlflow' in __import__('sys').modules") is False
