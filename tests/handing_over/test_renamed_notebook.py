"""What was recorded of a notebook goes along when it is renamed."""

from __future__ import annotations

import pytest
from conftest import tree, written

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.handing_over.renamed_notebook import follow_rename
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, encode_snapshot


@pytest.fixture
def renamed(tmp_path):
    """Where a recorded notebook lay, and where it lies now."""
    before, after = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    snapshot = Snapshot(notebook="a.ipynb", recorded="", kernel="python3", language="python", cells=())
    (tmp_path / "a.repro.json").write_bytes(encode_snapshot(snapshot))
    (tmp_path / "a.pylock.toml").write_text("lock-version = '1.0'\n")
    written(after, "1")
    return before, after


def test_snapshot_and_lock_lie_beside_the_new_name_and_say_it(renamed):
    before, after = renamed
    assert follow_rename(before, after)
    found = tree(after.parent)
    assert set(found) == {"b.ipynb", "b.repro.json", "b.pylock.toml"}
    assert decode_snapshot(found["b.repro.json"], "b").notebook == "b.ipynb"


@pytest.mark.parametrize("there", ["a.ipynb", "b.repro.json"])
def test_nothing_is_moved_from_a_notebook_that_is_still_there_or_over_another_snapshot(renamed, there):
    before, after = renamed
    (after.parent / there).write_text("{}")
    found = tree(after.parent)
    assert not follow_rename(before, after)
    assert tree(after.parent) == found


def test_a_damaged_snapshot_is_left_where_it_is(renamed):
    before, after = renamed
    (after.parent / "a.repro.json").write_text("{")
    found = tree(after.parent)
    with pytest.raises(UnreadableInput):
        follow_rename(before, after)
    assert tree(after.parent) == found
