"""Which notebooks a change may matter to, in a real repository."""

from __future__ import annotations

import subprocess

import pytest
from conftest import written

import jupyter_repro
from jupyter_repro.errors import ReproError
from jupyter_repro.verifying.since import notebooks_since


def git(folder, *words):
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Three recorded notebooks in a repository: of data, of a module, and of neither."""
    folder = tmp_path_factory.mktemp("project")
    git(folder, "init", "-q")
    (folder / "data").mkdir()
    (folder / "data" / "x.csv").write_text("1")
    (folder / "lib").mkdir()
    (folder / "lib" / "inner.py").write_text("x = 1")
    (folder / "lib" / "outer.py").write_text("from lib.inner import x")
    written(folder / "data.ipynb", "print(open('data/x.csv').read())")
    written(folder / "module.ipynb", "import lib.outer\nprint(lib.outer.x)")
    written(folder / "sub" / "plain.ipynb", "print(1)")
    for name in ("data", "module", "sub/plain"):
        jupyter_repro.snapshot(folder / f"{name}.ipynb")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "all")
    return folder


def since(project, revision="HEAD"):
    paths = [str(project / f"{name}.ipynb") for name in ("data", "module", "sub/plain")]
    return [
        path.removeprefix(f"{project}/").removesuffix(".ipynb") for path in notebooks_since(paths, revision)
    ]


@pytest.mark.parametrize(
    ("file", "touched"),
    [
        ("README.md", []),
        ("data/x.csv", ["data"]),
        ("data/x.csv.dvc", ["data"]),
        ("data/y.csv", []),
        ("lib/inner.py", ["module"]),
        ("json.py", ["data", "module"]),
        ("sub/plain.ipynb", ["sub/plain"]),
        ("sub/plain.repro.json", ["sub/plain"]),
        ("sub/plain.pylock.toml", ["sub/plain"]),
        ("sub/requirements.txt", ["sub/plain"]),
        ("pyproject.toml", ["data", "module", "sub/plain"]),
    ],
)
def test_a_change_touches_what_depends_on_it(project, file, touched):
    path = project / file
    before = path.read_bytes() if path.exists() else None
    path.write_bytes((before or b"") + b"\n")
    try:
        assert since(project) == touched
    finally:
        path.unlink() if before is None else path.write_bytes(before)


def test_what_was_committed_since_counts(project):
    (project / "data" / "x.csv").write_text("2")
    git(project, "commit", "-qam", "data")
    assert since(project) == []
    assert since(project, "HEAD~1") == ["data"]


def test_a_notebook_without_a_snapshot_is_never_left_out(project):
    path = written(project / "new.ipynb", "1")
    git(project, "add", "new.ipynb")
    git(project, "commit", "-qm", "new")
    (project / "README.md").write_text("x")
    assert notebooks_since([str(path)], "HEAD") == [str(path)]


def test_an_unknown_revision_is_named(project):
    with pytest.raises(ReproError, match="git does not know the revision 'nope'"):
        since(project, "nope")
