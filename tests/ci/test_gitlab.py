"""The job that docs/ci.md shows for GitLab."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest
import yaml
from conftest import written

import jupyter_repro

PAGE = (Path(__file__).parents[2] / "docs" / "ci.md").read_text()
JOB = yaml.safe_load(re.search(r"## GitLab\n\n```yaml\n(.*?)```", PAGE, re.DOTALL)[1])["notebooks"]


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The folder of the job's run, and its exit status; what it needs is installed already."""
    folder = tmp_path_factory.mktemp("job")
    written(folder / "a.ipynb", "1 + 1", "open('data.txt').read()")
    (folder / "data.txt").write_text("1")
    jupyter_repro.snapshot(folder / "a.ipynb")
    (folder / "data.txt").unlink()
    install, verify = JOB["script"]
    assert install.startswith("pip install jupyter-repro")
    arguments = verify.removeprefix("jupyter repro ").split()
    run = subprocess.run([sys.executable, "-m", "jupyter_repro", *arguments], cwd=folder, check=False)
    return folder, run.returncode


def test_what_the_job_keeps_is_what_it_writes(done):
    folder, status = done
    assert status == 3
    kept = [*JOB["artifacts"]["paths"], JOB["artifacts"]["reports"]["junit"]]
    assert all((folder / name).stat().st_size for name in kept)


def test_the_job_says_which_cell_raised(done):
    folder, _ = done
    (error,) = Tree.parse(folder / "results.xml").iter("error")
    assert "FileNotFoundError" in error.get("message")
