"""Drift where all outputs agree: reported, and under `strict` a failure."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from conftest import inside, written

from jupyter_repro import snapshot


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A recorded notebook and its data."""
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "d.csv").write_text("1")
    snapshot(written(folder / "a.ipynb", "content = open('d.csv').read()"))
    return folder


@pytest.fixture
def project(recorded, tmp_path):
    return shutil.copytree(recorded, tmp_path / "project")


def verified(folder, *options):
    return inside("verify", "a.ipynb", *options, cwd=folder)


def with_packages(folder, imported, installed):
    path = folder / "a.repro.json"
    content = json.loads(path.read_text())
    content["context"]["packages"]["imported"] |= imported
    content["context"]["packages"]["installed"] |= installed
    path.write_text(json.dumps(content))


def test_what_drifted_is_reported_for_a_notebook_that_is_identical(project):
    (project / "d.csv").write_text("2")
    done = verified(project)
    assert done.returncode == 0
    assert "a.ipynb identical" in done.stdout
    assert "drift: data d.csv: blake3:" in done.stdout


def test_under_strict_drift_is_a_failure(project):
    assert verified(project, "--strict").returncode == 0
    (project / "d.csv").write_text("2")
    done = verified(project, "--strict")
    assert done.returncode == 1
    assert "✗ a.ipynb identical, but its context drifted (strict)" in done.stdout


def test_a_project_may_be_strict_by_its_settings(project):
    (project / "pyproject.toml").write_text("[tool.jupyter-repro]\nstrict = true\n")
    (project / "d.csv").write_text("2")
    assert verified(project).returncode == 1


def test_a_used_package_is_told_apart_from_those_that_are_only_installed(project):
    with_packages(project, {}, {"one": "1.0", "two": "2.0"})
    done = verified(project, "--strict")
    assert done.returncode == 0
    assert "drift: 2 packages that it does not import (without effect on an output)" in done.stdout
    with_packages(project, {"used": "1.0"}, {})
    done = verified(project, "--strict")
    assert done.returncode == 1
    assert "package used: 1.0 → not installed" in done.stdout


def test_the_commit_that_stores_the_snapshot_is_no_drift(project):
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], cwd=project, check=True)
    snapshot(project / "a.ipynb")
    subprocess.run([*git, "commit", "-qam", "the snapshot"], cwd=project, check=True)
    done = verified(project, "--strict")
    assert (done.returncode, "drift" in done.stdout) == (0, False)
