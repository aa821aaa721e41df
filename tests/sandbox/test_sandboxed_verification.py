"""Notebooks of strangers, verified where they see nothing of this machine."""

from __future__ import annotations

import pytest
from conftest import inside, written

import jupyter_repro
from jupyter_repro.handing_over.handoff import Handoff, hand_over
from jupyter_repro.sandbox.command import sandbox_here
from jupyter_repro.verifying import notebook as one

CURIOUS = (
    "import os, pathlib, random, socket",
    "print(open('d.txt').read(), random.random())",
    "pathlib.Path(os.environ.get('PLANTED', '/nowhere')).exists()",
    "try:\n    socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError:\n    print('no network')",
)


@pytest.fixture
def curious(tmp_path):
    """A recorded notebook that looks for a file of the user's and for the network."""
    if not sandbox_here():
        pytest.skip("this machine has no sandbox")
    path = written(tmp_path / "project" / "a.ipynb", *CURIOUS)
    (path.parent / "d.txt").write_text("data")
    jupyter_repro.snapshot(path)
    return path


def test_the_verdict_is_the_same_and_nothing_of_the_user_is_seen(curious, tmp_path, monkeypatch):
    (tmp_path / "planted").write_text("mine")
    monkeypatch.setenv("PLANTED", str(tmp_path / "planted"))
    said = inside("verify", "--sandbox", "a.ipynb", cwd=curious.parent).stdout
    assert said.startswith("✓ a.ipynb identical"), said
    assert f"in a sandbox of {sandbox_here()}" in said


def test_what_uses_too_much_fails_and_says_so(curious, monkeypatch):
    monkeypatch.setenv("JUPYTER_REPRO_SANDBOX_SECONDS", "4")
    written(curious, "import time\ntime.sleep(600)")
    said = inside("verify", "--sandbox", "a.ipynb", cwd=curious.parent).stdout
    assert "the kernel died (the sandbox ended it: it used more than 4 s)" in said


def test_a_bundle_that_is_not_trusted_is_verified_in_it_unless_asked_otherwise(
    curious, tmp_path, monkeypatch
):
    monkeypatch.delenv("JUPYTER_REPRO_LOCK")
    bundle = tmp_path / "a.repro.zip"
    assert hand_over(curious, Handoff(bundle), one.Options()).bundle == bundle
    assert "in a sandbox" not in inside("verify", bundle.name, cwd=tmp_path).stdout
    monkeypatch.delenv("JUPYTER_REPRO_TRUST")
    said = inside("verify", bundle.name, cwd=tmp_path).stdout
    assert "a.repro.zip identical" in said, said
    assert f"in a sandbox of {sandbox_here()}" in said
    said = inside("verify", "--no-sandbox", bundle.name, cwd=tmp_path).stdout
    assert "its code ran with your rights" in said
