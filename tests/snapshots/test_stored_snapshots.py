import pytest

from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.local_snapshots import snapshot_in_file
from jupyter_repro.snapshots.snapshot_digests import snapshot_digest
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot, required_snapshot, stored_snapshot

SNAPSHOT = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", ())


@pytest.fixture
def notebook(tmp_path):
    path = tmp_path / "a.ipynb"
    snapshot_path(path).write_bytes(encode_snapshot(SNAPSHOT))
    return path


def test_the_snapshot_beside_a_notebook(notebook):
    assert load_snapshot(notebook) == load_snapshot(str(notebook)) == SNAPSHOT
    found = required_snapshot(notebook)
    assert found == stored_snapshot(notebook)
    assert found.digest == snapshot_digest(snapshot_path(notebook).read_bytes())


def test_a_notebook_without_a_snapshot(tmp_path):
    assert load_snapshot(tmp_path / "b.ipynb") is None
    with pytest.raises(ReproError, match=r"b\.ipynb has no snapshot"):
        required_snapshot(tmp_path / "b.ipynb")


@pytest.mark.parametrize("content", [b"{", b"\xff", b"{}"])
def test_a_message_can_do_without_the_path(notebook, content):
    file = snapshot_path(notebook)
    file.write_bytes(content)
    with pytest.raises(UnreadableInput) as raised:
        snapshot_in_file(file, file.name)
    assert raised.value.what.startswith("a.repro.json cannot be read: ")
