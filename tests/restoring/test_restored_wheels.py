"""Wheels of own packages, beside their lock."""

from __future__ import annotations

import pytest
from conftest import inside

from jupyter_repro.digest import digest_bytes
from jupyter_repro.kept_data.store import keep
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot

WHEEL = "mine-1.0-py3-none-any.whl"
CONTENT = b"a wheel"


@pytest.fixture
def notebook(tmp_path):
    (tmp_path / "a.ipynb").write_text("{}")
    snapshot = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", ())
    (tmp_path / "a.repro.json").write_bytes(encode_snapshot(snapshot))
    lock = '[tool.jupyter-repro]\npython = "3.11.7"\n[tool.jupyter-repro.wheels]\n'
    (tmp_path / "a.pylock.toml").write_text(f'{lock}"{WHEEL}" = "{digest_bytes(CONTENT)}"\n')
    return tmp_path / "a.ipynb"


def test_they_come_back_from_what_is_kept(notebook, tmp_path):
    (tmp_path / "kept").write_bytes(CONTENT)
    keep(tmp_path / "kept", digest_bytes(CONTENT))
    done = inside("restore", "a.ipynb", "--wheels", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (
        0,
        f"✓ wheels/{WHEEL} is there; install it with: pip install wheels/{WHEEL}\n",
    )
    assert (tmp_path / "wheels" / WHEEL).read_bytes() == CONTENT


def test_one_that_is_gone_is_reported_in_a_line(notebook, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_REPRO_CACHE", str(tmp_path / "cache"))
    done = inside("restore", "a.ipynb", "--wheels", cwd=tmp_path)
    reported, remedy = done.stdout.splitlines()
    assert done.returncode == 1
    assert reported.startswith(f"✗ mine is not back: the wheel {WHEEL} is gone: ")
    assert remedy == "  → install mine again, and record the notebook again"


def test_a_lock_without_wheels_is_reported(notebook, tmp_path):
    (tmp_path / "a.pylock.toml").unlink()
    done = inside("restore", "a.ipynb", "--wheels", cwd=tmp_path)
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "a.ipynb has no lock that names wheels.")


def test_an_environment_goes_into_a_new_folder_only(notebook, tmp_path):
    done = inside("restore", "a.ipynb", "--data", "--environment", cwd=tmp_path)
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "--environment is built in a new folder.")
