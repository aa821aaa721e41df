"""Cleaning remotes of several kinds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from repositories import git

from jupyter_repro.digest import digest_bytes
from jupyter_repro.git.every_version import Looked
from jupyter_repro.kept_data.remote_collecting import Retention, collect_remote, note_project
from jupyter_repro.kept_data.remotes import remote_at
from jupyter_repro.kept_data.transfer import pull, push
from jupyter_repro.records.snapshot import Context, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot

AT_ONCE = Retention(timedelta(0), Looked(100))


@pytest.mark.parametrize("kind", ["folder", "memory", "s3"])
def test_what_is_referred_to_stays_with_all_its_parts_and_the_rest_goes(
    kind, project, tmp_path, request, monkeypatch
):
    address = {"folder": str(tmp_path / "remote"), "memory": "memory://cleaned/here"}.get(kind)
    remote = remote_at(address or request.getfixturevalue("bucket").replace("kept", "cleaned"))
    push(project.references, remote)
    git(project.root, "init", "-q")
    note_project(project.root, remote)
    kept = {name: project.data[name] for name in ("big.bin", "parts/")}
    made = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(data=kept))
    project.snapshot.write_bytes(encode_snapshot(made))
    found = collect_remote(project.root, remote, AT_ONCE, dry_run=False)
    assert (found.objects, found.size) == (1, 1)
    assert digest_bytes(b"a").removeprefix("blake3:") not in remote.stored()
    monkeypatch.setenv("JUPYTER_REPRO_CACHE", str(tmp_path / "another machine"))
    assert pull(project.references, remote_at(remote.address), project.snapshot).missing == ("a.csv",)
    project.snapshot.unlink()
    collect_remote(project.root, remote, AT_ONCE, dry_run=False)
    assert remote.stored() == {}


def test_an_object_of_which_the_store_does_not_say_when_it_came_is_new(monkeypatch):
    remote = remote_at("memory://undated/here")
    remote.write(digest_bytes(b"x").removeprefix("blake3:"), b"x")
    monkeypatch.setattr(remote, "_all_files", lambda: {f"/here/{'a' * 2}/{'b' * 62}": {"size": 1}})
    (stored,) = remote.stored().values()
    assert stored.kept_at == float("inf")
