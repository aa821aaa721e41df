"""Installed packages whose files were edited in place."""

from __future__ import annotations

import base64
import hashlib

import pytest

from jupyter_repro.collectors.edited_packages import edited_files


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A package of two modules, installed as pip does."""
    info = tmp_path / "boxes-1.0.dist-info"
    info.mkdir()
    (tmp_path / "boxes").mkdir()
    lines = []
    for name in ("boxes/__init__.py", "boxes/sizes.py"):
        (tmp_path / name).write_text("A = 1\n")
        digest = base64.urlsafe_b64encode(hashlib.sha256(b"A = 1\n").digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},6\n")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: boxes\nVersion: 1.0\n")
    (info / "RECORD").write_text("".join([*lines, "boxes-1.0.dist-info/RECORD,,\n"]))
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_a_package_as_it_was_installed_has_none(site):
    assert list(edited_files("boxes", "1.0")) == []


def test_a_file_that_was_edited_or_deleted_is_named(site):
    (site / "boxes/__init__.py").write_text("A = 2\n")
    (site / "boxes/sizes.py").unlink()
    assert list(edited_files("boxes", "1.0")) == ["boxes/__init__.py", "boxes/sizes.py"]


def test_of_another_version_or_a_package_that_is_not_here_nothing_is_said(site):
    (site / "boxes/__init__.py").write_text("A = 2\n")
    assert list(edited_files("boxes", "2.0")) == list(edited_files("cartons", "1.0")) == []
