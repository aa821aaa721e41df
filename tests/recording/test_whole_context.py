"""What a snapshot as a whole holds: the same of the same, and no secret."""

from __future__ import annotations

import json
import re

import pytest
from conftest import command, tree, written
from live import lines_but_time
from repositories import git

import jupyter_repro
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path

SECRETS = ("geheim-aus-dem-env", "geheim-aus-der-adresse", "geheim-aus-dem-code", "geheim-vom-paket")
SOURCES = (
    "import os, mylib\nkey = os.environ['AWS_SECRET_ACCESS_KEY']\nzone = os.getenv('TZ')",
    "import numpy as np\nprint(len(key), float(np.ones(3) @ np.ones(3)))",
)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with a notebook, and a secret wherever one may be."""
    root = tmp_path / "one"
    written(root / "notebooks" / "a.ipynb", *SOURCES)
    (root / "notebooks" / "mylib.py").write_text("x = 1\n")
    info = tmp_path / "site" / "thing-1.0.dist-info"
    info.mkdir(parents=True)
    vcs = {"url": f"https://ada:{SECRETS[3]}@host/x.git", "vcs_info": {"vcs": "git", "commit_id": "1"}}
    (info / "direct_url.json").write_text(json.dumps(vcs))
    (info / "top_level.txt").write_text("thing\n")
    (tmp_path / "site" / "thing.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRETS[0])
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ada@example.org")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    git(root, "remote", "add", "origin", f"https://ada:{SECRETS[1]}@host/x.git")
    return root


def test_the_snapshot_of_a_notebook_taken_twice_differs_in_its_time_stamp_only(repository):
    path = repository / "notebooks" / "a.ipynb"
    (repository / "notebooks" / "mylib.py").write_text("x = 2\n")
    jupyter_repro.snapshot(path)
    before = lines_but_time(path)
    jupyter_repro.snapshot(path)
    assert lines_but_time(path) == before
    assert str(repository) not in "".join(before)


def test_the_snapshot_of_one_commit_is_the_same_in_two_folders(repository, tmp_path):
    other = tmp_path / "a" / "deeper" / "folder"
    git(repository, "clone", "-q", str(repository), str(other))
    git(other, "remote", "set-url", "origin", git(repository, "remote", "get-url", "origin"))
    for root in (repository, other):
        (root / "notebooks" / "mylib.py").write_text("x = 2\n")
        jupyter_repro.snapshot(root / "notebooks" / "a.ipynb")
    assert lines_but_time(repository / "notebooks/a.ipynb") == lines_but_time(other / "notebooks/a.ipynb")


def test_no_secret_is_in_anything_that_is_written_or_said(repository):
    path = written(repository / "notebooks" / "a.ipynb", "import thing", *SOURCES)
    (repository / "notebooks" / "mylib.py").write_text(f"password = '{SECRETS[2]}'\n")
    said = [
        command(*words)
        for words in (
            ("snapshot", path), ("show", path), ("verify", path), ("verify", "--format", "json", path), ("diff", path),
        )
    ]  # fmt: skip
    assert [each.returncode for each in said] == [0] * len(said), said
    context = decode_snapshot(snapshot_path(path).read_bytes(), path).context
    assert context.packages.origins["thing"].address == "https://host/x.git"
    assert (context.git.remote, context.git.patch) == ("https://host/x.git", ())
    own = re.compile(r"\.git/|notebooks/(mylib\.py|__pycache__/mylib\.)")
    files = {name: content for name, content in tree(repository).items() if not own.match(name)}
    written_or_said = b"".join(files.values()) + "".join(each.stdout + each.stderr for each in said).encode()
    assert not [secret for secret in SECRETS if secret.encode() in written_or_said]
