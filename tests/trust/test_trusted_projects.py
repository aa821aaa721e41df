"""Which projects may say where anything is sent."""

from __future__ import annotations

import sys

import pytest
from conftest import inside, written

import jupyter_repro
from jupyter_repro.trust.decision import trust
from jupyter_repro.trust.trusted_projects import (
    NotTrusted,
    is_trusted,
    remote_for,
    trusted_folders,
    trusted_tracker,
    untrusted,
)

TRACKER = "mlflow:http://127.0.0.1:9/"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose settings name a tracker and a remote, on a machine where nothing is trusted."""
    monkeypatch.delenv("JUPYTER_REPRO_TRUST")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(
        f'[tool.jupyter-repro]\ntrack = "{TRACKER}"\n[tool.jupyter-repro.data]\nremote = "s3://bucket/kept"\n'
    )
    return folder


def test_nothing_is_trusted_until_the_user_says_so_and_then_all_below_it(project):
    assert not is_trusted(project)
    trust(project)
    (project / "deep").mkdir()
    assert is_trusted(project / "deep")
    assert trusted_folders() == [project]
    trust(project, trusted=False)
    assert not is_trusted(project)


def test_what_is_kept_and_cannot_be_read_trusts_nothing(project, tmp_path):
    trust(project)
    for content in (b"", b"{", b'{"a": 1}', b"[1]"):
        (tmp_path / "config" / "jupyter_repro_trusted.json").write_bytes(content)
        assert not is_trusted(project)


@pytest.mark.parametrize(
    "address",
    [
        TRACKER,
        "mlflow:sqlite:////home/ada/mlflow.db",
        "mlflow:../mlruns",
        "mlflow:~/mlruns",
        "mlflow:postgresql://host/db",
        "aim:aim://host:53800",
        "wandb:somebody/project",
        "neptune:somebody/project",
        "mlflow:a/../../b",
        "nobody:knows",
    ],
)
def test_an_address_that_leads_out_of_the_project_is_not_used(project, address):
    with pytest.raises(NotTrusted, match="is not used"):
        trusted_tracker(address, project)
    trust(project)
    assert trusted_tracker(address, project) == address


@pytest.mark.parametrize(
    "address", ["", "mlflow:", "wandb:", "mlflow:sqlite:///mlflow.db", "mlflow:runs", "aim:.", "off"]
)
def test_the_users_own_choice_and_a_place_in_the_project_need_no_trust(project, address):
    assert trusted_tracker(address, project) == address


def test_a_remote_is_looked_into_once_the_project_is_trusted(project):
    assert remote_for(project) == ""
    assert "mlflow" in untrusted(project)
    trust(project)
    assert (remote_for(project), untrusted(project)) == ("s3://bucket/kept", "")


def test_commands_say_what_is_not_used_and_the_words_that_they_say_work(project):
    path = written(project / "a.ipynb", "1 + 1")
    jupyter_repro.snapshot(path)
    assert (
        "is not used, for the project that names it is not trusted"
        in inside("verify", "a.ipynb", cwd=project).stdout
    )
    pushed = inside("data", "push", "a.ipynb", cwd=project)
    assert f"jupyter repro trust {project}" in pushed.stderr
    assert inside("trust", cwd=project).returncode == 0
    assert "is not trusted" not in inside("verify", "a.ipynb", cwd=project).stdout
    assert inside("trust", "--list", cwd=project).stdout.strip() == str(project)
    assert "not trusted any more" in inside("trust", "--remove", cwd=project).stdout


@pytest.mark.parametrize("answer", ["y", "n"])
def test_who_sits_at_a_terminal_is_asked_once(project, monkeypatch, answer):
    from jupyter_repro.cli import trust as command

    asked = []
    monkeypatch.chdir(project)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(command.click, "confirm", lambda text, **_: asked.append(text) or answer == "y")
    command.take_trust(given=False)
    command.take_trust(given=False)
    assert is_trusted(project) == (answer == "y")
    assert len(asked) == 1
