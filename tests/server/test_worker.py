"""One job in its process, as the server starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest
from conftest import inside, tree, written


def started(kind, path, folder, **environ):
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "jupyter_repro.server.worker", kind, path],
        cwd=folder,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def lines(process):
    written, _ = process.communicate(timeout=240)
    return [json.loads(line) for line in written.splitlines()]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A recorded notebook, whose lock can be written."""
    monkeypatch.delenv("JUPYTER_REPRO_LOCK")
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\nlock = 'requirements'\n")
    path = written(tmp_path / "folder" / "a.ipynb", "print(1)", "2")
    assert inside("snapshot", path).returncode == 0
    return tmp_path


def test_a_handover_tells_its_cells_its_verdict_and_its_bundle(project):
    notebook = (project / "folder" / "a.ipynb").read_bytes()
    *progress, last = lines(started("handoff", "folder/a.ipynb", project))
    assert progress == [{"cell": 0, "cells": 2}, {"cell": 1, "cells": 2}, {"cell": 2, "cells": 2}]
    assert (last["verdict"]["status"], last["verdict"]["path"]) == ("identical", "folder/a.ipynb")
    assert last["bundle"] == "folder/a.repro.zip"
    assert (project / last["bundle"]).is_file()
    assert sorted(last["sources"]) == ["cell-0", "cell-1"]
    assert (project / "folder" / "a.ipynb").read_bytes() == notebook


def test_what_the_notebook_and_its_libraries_print_is_no_line_of_ours(project):
    printing = written(
        project / "p.ipynb", "import os\nos.system('echo nothing; echo else >&2')\nprint('{}')"
    )
    assert inside("snapshot", printing).returncode == 0
    assert [list(line) for line in lines(started("verify", "p.ipynb", project))][-1] == [
        "verdict",
        "sources",
        "bundle",
    ]


def test_asked_to_end_it_leaves_nothing_behind(project):
    (project / "tmp").mkdir()
    slow = written(project / "slow.ipynb", "import os, time\nif os.path.exists('slow'):\n    time.sleep(600)")
    assert inside("snapshot", slow).returncode == 0
    (project / "slow").touch()
    before = tree(project)
    process = started("verify", "slow.ipynb", project, TMPDIR=str(project / "tmp"))
    assert json.loads(process.stdout.readline()) == {"cell": 0, "cells": 1}
    time.sleep(0.5)
    process.terminate()
    process.communicate(timeout=30)
    assert tree(project) == before
