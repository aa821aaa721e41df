"""What the doctor says of a machine, and what it cleans."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import inside

from jupyter_repro.sandbox.command import sandbox_here


def test_it_says_which_sandbox_there_is():
    said = inside("doctor").stdout
    assert f"sandbox\n  {'✓' if sandbox_here() else '✗'} {sandbox_here() or 'none'}" in said


def test_it_removes_what_killed_runs_left_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    name = "from jupyter_repro.files.owned_names import new_folder; print(new_folder())"
    left = Path(
        subprocess.run(
            [sys.executable, "-c", name], capture_output=True, text=True, check=True
        ).stdout.strip()
    )
    (tmp_path / "repro-mine").mkdir()
    assert left.is_dir()
    assert str(left) in inside("doctor", "--clean", cwd=tmp_path).stdout
    assert [each.name for each in tmp_path.iterdir()] == ["repro-mine"]
