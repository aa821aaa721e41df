"""A snapshot and now, without a kernel; and what two recorded contexts differ in."""

from __future__ import annotations

import msgspec
import pytest
from conftest import notebook_of, written
from nbformat import write

from jupyter_repro.canonical.canonical_form import FORM
from jupyter_repro.collectors.editable_sources import source_files
from jupyter_repro.differences.context import recorded_differences
from jupyter_repro.differences.snapshots import difference
from jupyter_repro.records.snapshot import Context, Origin, Packages, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.taking_snapshots.assembly import cell_records, context_of


def recorded(path, context, form=FORM):
    """The notebook with a snapshot that says so, as if it had been run."""
    cells = cell_records(notebook_of("1"))
    made = Snapshot(path.name, "now", "python3", "python", cells, context, canonical_form=form)
    snapshot_path(path).write_bytes(encode_snapshot(made))
    return path


@pytest.fixture
def project(tmp_path):
    """A notebook that imported an editable package, whose source lies beside its folder."""
    source = tmp_path / "mypkg"
    source.mkdir()
    (source / "core.py").write_text("x = 1\n")
    path = written(tmp_path / "notebooks" / "a.ipynb", "1")
    origin = Origin("../mypkg", editable=True, files=source_files(source, path.parent))
    packages = Packages(imported={"mypkg": "1.0"}, origins={"mypkg": origin})
    recorded(path, msgspec.structs.replace(context_of(path, None), packages=packages))
    return source, path


def reported(path):
    return [(change.section, change.name) for change in difference(path).context]


def test_an_editable_package_that_is_as_it_was_is_no_change(project):
    assert not difference(project[1]).differs


def test_an_edited_a_new_and_a_deleted_source_of_an_editable_package_are_reported(project):
    source, path = project
    (source / "core.py").write_text("x = 2\n")
    assert reported(path) == [("packages", "mypkg: core.py")]
    (source / "core.py").rename(source / "heart.py")
    assert reported(path) == [("packages", "mypkg: core.py"), ("packages", "mypkg: heart.py")]


def test_an_editable_package_that_is_not_here_is_said_not_to_be_compared(project):
    source, path = project
    source.rename(source.with_name("elsewhere"))
    found = difference(path)
    assert found.notes == ("the source of mypkg was not compared: there is no ../mypkg here",)
    assert not found.differs


def test_outputs_of_another_canonical_form_are_said_not_to_be_compared(tmp_path):
    path = recorded(written(tmp_path / "a.ipynb", "1"), context_of(tmp_path / "a.ipynb", None), FORM - 1)
    found = difference(path)
    assert "another canonical form" in found.notes[0]
    assert not found.differs


def test_a_cell_that_was_added_since_is_reported_with_its_source(tmp_path):
    path = recorded(written(tmp_path / "a.ipynb", "1"), context_of(tmp_path / "a.ipynb", None))
    write(notebook_of("1", "2"), path)
    (cell,) = difference(path).cells
    assert (cell.what, cell.index, cell.diff) == ("is new", 1, "@@ -0,0 +1 @@\n+2")


def contexts(**changes):
    return [Context(**{name: pair[side] for name, pair in changes.items()}) for side in (0, 1)]


def test_a_seed_is_reported_once_and_not_with_every_library_that_it_pins():
    pair = contexts(seed=(1, 2), pins=({"random": "1", "torch": "absent"}, {"random": "2", "torch": "cpu"}))
    assert [(each.name, each.recorded, each.found) for each in recorded_differences(*pair)] == [
        ("seed", "1", "2"),
        ("pin of torch", "absent", "cpu"),
    ]


def test_a_seed_of_zero_is_a_seed():
    (change,) = recorded_differences(*contexts(seed=(None, 0)))
    assert (change.recorded, change.found) == ("none", "0")


def test_each_parameter_is_reported_by_its_name():
    (change,) = recorded_differences(*contexts(parameters=({"n": 1, "m": 0}, {"n": "1", "m": 0})))
    assert (change.name, change.recorded, change.found) == ("parameter n", "1", "'1'")


def test_what_only_the_later_snapshot_has_is_reported():
    packages = (Packages(), Packages(imported={"six": "1"}, installed={"toml": "2"}))
    pair = contexts(modules=({}, {"part.py": "blake3:1"}), packages=packages)
    assert {each.name for each in recorded_differences(*pair)} == {"part.py", "six", "toml"}


def test_hidden_state_that_came_or_went_is_reported():
    pair = contexts(hidden_state=(("[1] was edited",), ("[2] was deleted",)))
    assert [(each.name, each.found) for each in recorded_differences(*pair)] == [
        ("[1] was edited", "not so"),
        ("[2] was deleted", "recorded"),
    ]
