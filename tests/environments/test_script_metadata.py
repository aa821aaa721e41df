"""PEP 723 metadata in notebooks."""

from __future__ import annotations

import msgspec
import nbformat
import pytest
from conftest import notebook_of
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.environments.script_metadata import (
    ScriptMetadata,
    metadata_block,
    script_metadata,
    snapshot_with_metadata,
    with_metadata,
)
from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.records.snapshot import CellRecord, Snapshot

JUV = """# /// script
# requires-python = ">=3.11"
# dependencies = [
#     "numpy==2.4.6",
#
#     "colorama==0.4.6 ; sys_platform == 'win32'",
# ]
# ///"""


def snapshot_of(notebook):
    cells = tuple(CellRecord(cell.id, source_digest(cell.source)) for cell in notebook.cells)
    return Snapshot("a.ipynb", "", "python3", "python", cells)


def test_metadata_as_juv_writes_it_is_read():
    wanted = ScriptMetadata(">=3.11", ("numpy==2.4.6", "colorama==0.4.6 ; sys_platform == 'win32'"))
    notebook = notebook_of("1", "2")
    notebook.cells[0].source = JUV
    assert script_metadata(notebook) == wanted


def test_a_notebook_without_metadata_has_none():
    assert script_metadata(notebook_of("import numpy")) is None


@pytest.mark.parametrize("broken", ["requires-python = ", "dependencies = 3", "requires-python = 3"])
def test_metadata_that_cannot_be_read_is_reported(broken):
    with pytest.raises(ReproError, match="the script metadata cannot be read"):
        script_metadata(notebook_of(f"x = 1\n# /// script\n# {broken}\n# ///"))


def test_two_blocks_are_reported():
    with pytest.raises(ReproError, match="two blocks"):
        script_metadata(notebook_of(f"x = 1\n{JUV}", f"y = 1\n{JUV}"))


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)


@given(st.lists(NAMES))
def test_what_is_written_is_read_again(dependencies):
    notebook = notebook_of("1")
    notebook.cells[0].source = metadata_block("==3.11.*", dependencies)
    assert script_metadata(notebook) == ScriptMetadata("==3.11.*", tuple(dependencies))


def test_metadata_goes_into_a_new_first_cell_and_leaves_the_others():
    before = notebook_of("1", "2")
    after = with_metadata(before, metadata_block("==3.11.*", ["a==1"]))
    assert [cell.source for cell in after.cells[1:]] == ["1", "2"]
    assert script_metadata(after) == ScriptMetadata("==3.11.*", ("a==1",))
    nbformat.validate(after)


def test_metadata_that_is_there_is_replaced_where_it_stands():
    before = notebook_of("1", f"x = 1\n{JUV}\ny = 2")
    after = with_metadata(before, metadata_block("==3.12.*", ["a==1"]))
    assert [cell.source.count("///") for cell in after.cells] == [0, 2]
    assert after.cells[1].source.startswith("x = 1\n#")
    assert after.cells[1].source.endswith("\ny = 2")
    assert script_metadata(after) == ScriptMetadata("==3.12.*", ("a==1",))


def test_writing_twice_writes_the_same():
    block = metadata_block("==3.11.*", ["a==1"])
    once = with_metadata(notebook_of("1"), block)
    assert with_metadata(once, block) == once


def test_the_snapshot_goes_along_with_a_cell_of_nothing_but_metadata():
    before = notebook_of("1")
    after = with_metadata(before, metadata_block("==3.11.*", []))
    assert snapshot_with_metadata(snapshot_of(before), before, after).cells == snapshot_of(after).cells


def test_the_snapshot_of_metadata_among_code_stays_as_it_was_recorded():
    before = notebook_of(f"x = 1\n{JUV}")
    after = with_metadata(before, metadata_block("==3.12.*", []))
    assert snapshot_with_metadata(snapshot_of(before), before, after) == snapshot_of(before)


def test_a_metadata_cell_that_was_edited_after_it_was_recorded_stays_stale():
    before = notebook_of("1")
    before.cells[0].source = JUV
    edited = msgspec.structs.replace(snapshot_of(before), cells=(CellRecord("cell-0", "blake3:other"),))
    after = with_metadata(before, metadata_block("==3.12.*", []))
    assert snapshot_with_metadata(edited, before, after) == edited
