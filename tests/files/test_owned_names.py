"""Temporary folders are removed whole, and nothing beside them is touched."""

from __future__ import annotations

import os
import shutil
import stat

import pytest

from jupyter_repro.files.owned_names import new_folder, remove, scratch_folder


@pytest.fixture(autouse=True)
def temporary_files(tmp_path, monkeypatch):
    tmp_path.chmod(0o1777)
    monkeypatch.setattr("tempfile.tempdir", os.fspath(tmp_path))
    return tmp_path


def mode(folder):
    return stat.S_IMODE(folder.stat().st_mode)


def test_a_folder_that_somebody_else_removes_first_leaves_the_folder_of_temporary_files_as_it_is(
    temporary_files,
):
    with scratch_folder() as folder:
        folder.rmdir()
    remove(folder)
    assert mode(temporary_files) == 0o1777


def test_a_folder_that_cannot_be_removed_leaves_the_folder_of_temporary_files_as_it_is(
    temporary_files, monkeypatch
):
    folder = new_folder()

    def busy(*_, **__):
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(os, "rmdir", busy)
    remove(folder)
    assert mode(temporary_files) == 0o1777


def test_a_folder_with_read_only_files_in_read_only_folders_is_removed(temporary_files):
    with scratch_folder() as folder:
        (folder / "data").mkdir()
        (folder / "data" / "a.csv").write_text("1")
        (folder / "data").chmod(0o555)
        folder.chmod(0o555)
    assert [*temporary_files.iterdir()] == []
    assert mode(temporary_files) == 0o1777


def test_what_a_link_points_to_is_left_alone(temporary_files, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "kept").write_text("1")
    folder = new_folder()
    (folder / "link").symlink_to(elsewhere)
    remove(folder)
    assert not folder.exists()
    assert (elsewhere / "kept").read_text() == "1"
    shutil.rmtree(elsewhere)
