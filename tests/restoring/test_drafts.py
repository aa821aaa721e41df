"""A new folder that is whole, or is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_repro.errors import Unwritable
from jupyter_repro.restoring.drafts import drafted_folder


def test_it_has_its_name_when_all_is_in_it(tmp_path):
    with drafted_folder(tmp_path / "new", Path("nb/a.ipynb")) as draft:
        draft.notebook.write_text("{}")
        assert not (tmp_path / "new").exists()
    assert draft.target.read_text() == "{}"
    assert [each.name for each in tmp_path.iterdir()] == ["new"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_ends_it_leaves_nothing(tmp_path, error):
    with pytest.raises(error), drafted_folder(tmp_path / "new", Path("a.ipynb")):
        raise error
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_is_reported(tmp_path):
    with (
        pytest.raises(Unwritable, match="new cannot be made: No space left"),
        drafted_folder(tmp_path / "new", Path("a.ipynb")),
    ):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_taken_and_any_other_is_not_touched(tmp_path):
    (tmp_path / "empty").mkdir()
    with drafted_folder(tmp_path / "empty", Path("a.ipynb")) as draft:
        draft.notebook.write_text("{}")
    assert draft.target.is_file()
    with pytest.raises(Unwritable, match="is there already"), drafted_folder(tmp_path / "empty", Path("b")):
        pass
    assert draft.target.is_file()
