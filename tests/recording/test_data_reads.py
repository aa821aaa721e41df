from __future__ import annotations

import os

from jupyter_repro.recording.data.reads import Reads


def test_a_folder_is_read_where_the_first_of_its_files_was(tmp_path):
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "a.csv"
    path.write_text("1")
    places = [("c1", 3)]
    reads = Reads(tmp_path, lambda: places[-1])
    reads.opened(str(path), "r", os.O_RDONLY)
    places.append(("c2", 1))
    reads.listed(str(tmp_path / "data"))
    (folder,) = reads.use().folders
    assert (folder.cell, folder.line) == ("c1", 3)


def test_a_folder_of_which_nothing_was_read_before_is_read_where_it_is_listed(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "other.csv").write_text("1")
    reads = Reads(tmp_path, lambda: ("c2", 1))
    reads.opened(str(tmp_path / "other.csv"), "r", os.O_RDONLY)
    reads.listed(str(tmp_path / "data"))
    (folder,) = reads.use().folders
    assert (folder.cell, folder.line) == ("c2", 1)
