from __future__ import annotations

from jupyter_repro.files.damaged_files import another_copy


def test_git_is_advised_where_there_is_a_repository(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "inner").mkdir()
    assert another_copy(tmp_path / "inner" / "a b.ipynb").startswith(
        "take it from git again: git checkout -- '"
    )


def test_git_is_not_advised_outside_of_one(tmp_path):
    assert "git" not in another_copy(tmp_path / "a.ipynb")
