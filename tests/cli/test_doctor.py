"""What the doctor says of a machine, and what it cleans."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import inside

from jupyter_repro.environments.machine_check import Finding
from jupyter_repro.sandbox.command import sandbox_here


def test_it_says_which_sandbox_there_is():
    said = inside("doctor", "-v").stdout
    assert f"sandbox\n  {'✓' if sandbox_here() else '-'} {sandbox_here() or 'none'}" in said


FOUND = (
    Finding("pin", "numpy", True),
    Finding("pin", "jax", False, "not installed here: nothing to pin", "nothing"),
    Finding("program", "uv", False, "environments cannot be locked", "limit"),
    Finding("program", "git", False, "commits cannot be recorded"),
)


@pytest.fixture
def poor_machine(monkeypatch):
    """A machine without git and uv."""
    monkeypatch.setattr("jupyter_repro.cli.doctor.findings", lambda: iter(FOUND))
    monkeypatch.setattr("jupyter_repro.cli.doctor.sandbox_here", lambda: "bubblewrap")


def test_problems_come_first_and_what_is_merely_not_installed_is_none(poor_machine):
    assert inside("doctor").stdout.splitlines() == [
        "✗ program: git  commits cannot be recorded",
        "- program: uv  environments cannot be locked",
        "✓ 2 checks well; nothing to do about 1 more; list them with: jupyter repro doctor -v",
    ]


def test_a_quiet_doctor_says_what_is_to_be_mended_alone(poor_machine):
    assert inside("doctor", "-q").stdout == "✗ program: git  commits cannot be recorded\n"


def test_with_v_it_says_everything_the_problems_first(poor_machine):
    lines = inside("doctor", "-v").stdout.splitlines()
    assert lines[0] == "✗ program: git  commits cannot be recorded"
    assert "  - jax  not installed here: nothing to pin" in lines


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
