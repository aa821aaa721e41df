from __future__ import annotations

import msgspec
import pytest

from jupyter_repro.digest import digest_bytes
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_digests import snapshot_digest
from jupyter_repro.snapshots.snapshot_file import encode_snapshot
from jupyter_repro.trackers.names import notebook_name, project_folder, run_id

SNAPSHOT = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", ())


def test_the_digest_is_that_of_the_file_before_it_is_verified():
    content = encode_snapshot(SNAPSHOT)
    assert snapshot_digest(content) == digest_bytes(content)
    assert len(run_id(snapshot_digest(content))) == 32


def test_a_verification_leaves_the_digest_as_it_is():
    verified = msgspec.structs.replace(
        SNAPSHOT, verified=True, verified_at="2026-01-02T00:00:00Z", verified_commit="ab"
    )
    assert snapshot_digest(encode_snapshot(verified)) == snapshot_digest(encode_snapshot(SNAPSHOT))


def test_what_a_newer_version_adds_to_the_format_counts_as_it_was_written():
    newer = encode_snapshot(SNAPSHOT).replace(b"{\n", b'{\n "a_new_field": 1.5,\n', 1)
    assert snapshot_digest(newer) == digest_bytes(newer)


@pytest.mark.parametrize(
    ("made", "project", "name"),
    [
        ([], "study/notebooks", "a.ipynb"),
        ([".git"], "study", "notebooks/a.ipynb"),
        (["pyproject.toml"], "study", "notebooks/a.ipynb"),
        ([".git", "notebooks/pyproject.toml"], "study/notebooks", "notebooks/a.ipynb"),
    ],
)
def test_the_project_is_where_its_settings_lie_else_its_repository(tmp_path, made, project, name):
    notebook = tmp_path / "study" / "notebooks" / "a.ipynb"
    notebook.parent.mkdir(parents=True)
    for each in made:
        path = tmp_path / "study" / each
        path.write_text("[tool.jupyter-repro]\n") if path.suffix == ".toml" else path.mkdir()
    assert project_folder(notebook) == (tmp_path / project).resolve()
    assert notebook_name(notebook) == name
