from __future__ import annotations

import os
import subprocess

import pytest

from jupyter_repro.git.refusals import refusal_line


@pytest.fixture
def repository(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def test_where_git_looks_nothing_is_said(repository, tmp_path_factory):
    assert refusal_line(repository) == ""
    assert refusal_line(tmp_path_factory.mktemp("plain")) == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_repository_of_somebody_elses_is_named_with_a_command(repository, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for place in (repository, repository / ".git"):
        os.chown(place, 12345, 12345)
    said = refusal_line(repository)
    assert "the commit was not recorded" in said
    assert f"git config --global --add safe.directory {repository}" in said
