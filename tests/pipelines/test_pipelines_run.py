"""Pipelines that were exported, run by the real DVC and the real Snakemake."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import inside, texts, written

from jupyter_repro.environments.uv import find_uv

WHAT_RAN = {"dvc": r"Running stage '(\w+)'", "snakemake": r"localrule (clean|fit):"}
SNAKEMAKE = "snakemake>=9,<10"


@pytest.fixture(scope="module")
def recorded_project(tmp_path_factory):
    """Two notebooks, of which the second reads what the first writes."""
    folder = tmp_path_factory.mktemp("pipeline")
    (folder / "my data").mkdir()
    for name, text in {"my data/é 1.csv": "3\n4\n", "other.csv": "1", "tools.py": "FACTOR = 2\n"}.items():
        (folder / name).write_text(text)
    written(
        folder / "clean.ipynb",
        "import os, tools\nrows = [open(f'my data/{name}').read() for name in sorted(os.listdir('my data'))]",
        "open('clean.csv', 'w').write(''.join(rows))",
    )
    written(folder / "fit.ipynb", "import random\nprint(sum(map(float, open('clean.csv'))), random.random())")
    for name in ("clean.ipynb", "fit.ipynb"):
        assert inside("snapshot", name, cwd=folder).returncode == 0
    return folder


@pytest.fixture
def project(recorded_project, tmp_path):
    return Path(shutil.copytree(recorded_project, tmp_path / "my project"))


def ran(tool, project):
    """Names of the stages that ran, in their order."""
    command = {
        "dvc": [sys.executable, "-m", "dvc", "repro"],
        "snakemake": [find_uv(), "tool", "run", "--quiet", "--from", SNAKEMAKE, "snakemake", "-c1"],
    }
    environ = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        command[tool],
        cwd=project,
        env={**environ, "DVC_NO_ANALYTICS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return re.findall(WHAT_RAN[tool], done.stdout + done.stderr)


@pytest.mark.parametrize(("tool", "file"), [("dvc", "dvc.yaml"), ("snakemake", "Snakefile")])
def test_a_pipeline_runs_what_has_changed_and_nothing_else(project, tool, file):
    if tool == "dvc":
        subprocess.run([sys.executable, "-m", "dvc", "init", "-q", "--no-scm"], cwd=project, check=True)
    before = {path: path.read_bytes() for path in project.glob("*.ipynb")}
    assert inside("export", "fit.ipynb", "clean.ipynb", f"--{tool}", "-o", file, cwd=project).returncode == 0
    assert ran(tool, project) == ["clean", "fit"]
    assert {path: path.read_bytes() for path in before} == before
    assert texts(project / "fit.executed.ipynb") == texts(project / "fit.ipynb")

    (project / "other.csv").write_text("2")
    assert inside("verify", "fit.ipynb", cwd=project).returncode == 0  # it marks the snapshot
    assert ran(tool, project) == []
    (project / "my data" / "é 2.csv").write_text("5\n")
    assert ran(tool, project) == ["clean", "fit"]
    assert texts(project / "fit.executed.ipynb")[0].startswith("12.0 ")
    assert inside("snapshot", "fit.ipynb", "--seed", "7", cwd=project).returncode == 0
    assert ran(tool, project) == ["fit"]
