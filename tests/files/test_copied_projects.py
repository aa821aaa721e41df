from __future__ import annotations

from jupyter_repro.files.copied_projects import COPY, note_original, original


def test_a_file_of_a_copy_is_known_by_where_it_lies_in_the_project(tmp_path):
    copy = tmp_path / "scratch" / COPY
    (copy / "nb").mkdir(parents=True)
    note_original(copy, tmp_path / "söme project")
    assert original(copy / "nb" / "a.csv") == tmp_path / "söme project" / "nb" / "a.csv"


def test_a_folder_that_is_only_called_so_is_no_copy(tmp_path):
    (tmp_path / COPY).mkdir()
    assert original(tmp_path / COPY / "a.csv") == tmp_path / COPY / "a.csv"
