"""Projects in which commands are to be struck by faults, and what must hold afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import nbformat
from conftest import inside, written

from jupyter_repro.notebooks.notebook_files import code_cells, read_notebook

NOTEBOOK, SNAPSHOT, DATA = "project/a.ipynb", "project/a.repro.json", "project/data/values.csv"
OLD, NEW = "1\n2\n", "3\n4\n"
_GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "gc.auto=0")


def _nothing(_folder: Path) -> None:
    """It is ready."""


def _always(_folder: Path) -> bool:
    return True


@dataclass(frozen=True)
class Scene:
    """A command of the command line, in a folder that `made` fills.

    Below the folder lie `project`, `cache`, `tmp`, `home` and `remote`; nothing else is written to.
    """

    name: str
    words: tuple[str, ...]
    written: tuple[str, ...]
    """Files and folders of the user that it may change, relative to the folder; all others stay as they are."""
    prepared: Callable[[Path], None] = _nothing
    """Makes the project ready for this command, after it was recorded."""
    has_kernel: bool = False
    is_whole: Callable[[Path], bool] = _always
    """Whether what it makes is there as a whole, or not at all."""
    made: str = ""
    """What it makes, which must not be there when it runs again."""
    room: int = 64 << 20
    """Bytes on the disk beyond what is there."""
    in_suite: bool = True
    """Whether the suite has time for it."""


def _data_is_new(folder: Path) -> None:
    (folder / DATA).write_text(NEW)


def _data_is_lost(folder: Path) -> None:
    (folder / DATA).unlink()


def _two_versions_are_kept(folder: Path) -> None:
    """The older one is referred to by nothing."""
    _data_is_new(folder)
    assert _command(folder, "snapshot", "a.ipynb").returncode == 0
    for path in (folder / "cache").rglob("*"):
        os.utime(path, (0, 0))


def _cache_is_lost(folder: Path) -> None:
    assert _command(folder, "data", "push", "a.ipynb").returncode == 0
    shutil.rmtree(folder / "cache")


def _is_committed(folder: Path) -> None:
    for words in (("add", "."), ("commit", "-qm", "second")):
        subprocess.run([*_GIT, *words], cwd=folder / "project", check=True)


def _parameters(folder: Path) -> None:
    path = folder / NOTEBOOK
    notebook = read_notebook(path)
    next(code_cells(notebook))[1].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, path)


def _is_worktree(folder: Path) -> bool:
    """With its notebook, its snapshot and its data, and known to git; without it, git knows of none."""
    known = subprocess.run(
        [*_GIT, "worktree", "list"], cwd=folder / "project", capture_output=True, text=True, check=True
    ).stdout.count(_WORKTREE)
    names = ("a.ipynb", "a.repro.json", "data/values.csv")
    there = [(folder / _WORKTREE / name).is_file() for name in names]
    return all(there) and known == 1 if (folder / _WORKTREE).exists() else not known


def _is_locked(folder: Path) -> None:
    environ = {**environ_of(folder), "JUPYTER_REPRO_LOCK": "pylock"}
    done = inside("snapshot", "a.ipynb", cwd=folder / "project", **environ)
    assert done.returncode == 0, done


def _is_bundle(folder: Path) -> bool:
    """With all that its list names, or not there."""
    path = folder / _BUNDLE
    if not path.exists():
        return True
    with ZipFile(path) as archive:
        return archive.testzip() is None and "ro-crate-metadata.json" in archive.namelist()


_WORKTREE, _BUNDLE = "home/code", "home/a.zip"
_STORE = ("project/mlflow.db", "project/mlruns")
_PAIR = (NOTEBOOK, SNAPSHOT)
SCENES = (
    Scene("snapshot", ("snapshot", "a.ipynb"), _PAIR, _data_is_new, has_kernel=True),
    Scene("verify", ("verify", "a.ipynb"), _PAIR[1:], has_kernel=True),
    Scene(
        "sweep", ("sweep", "a.ipynb", "-p", "n", "1,2"), ("project/a-sweep",), _parameters, has_kernel=True
    ),
    Scene("restore --data", ("restore", "a.ipynb", "--data", "--force"), (DATA,), _data_is_new),
    Scene("data pull", ("data", "pull", "a.ipynb"), (), _cache_is_lost),
    Scene("data push", ("data", "push", "a.ipynb"), ()),
    Scene("data gc", ("data", "gc", "--age", "1s"), (), _two_versions_are_kept),
    Scene(
        "restore --code",
        ("restore", "a.ipynb", "--code", "--into", f"../{_WORKTREE}"),
        (),
        _is_committed,
        is_whole=_is_worktree,
        made=_WORKTREE,
    ),
    Scene("trust", ("trust",), ()),
    Scene(
        "track",
        ("track", "a.ipynb", "mlflow:sqlite:///mlflow.db"),
        ("project/mlflow.db", "project/mlruns"),
        has_kernel=True,
    ),
    Scene(
        "handoff",
        ("handoff", "a.ipynb", "-o", f"../{_BUNDLE}"),
        _PAIR[1:],
        _is_locked,
        has_kernel=True,
        is_whole=_is_bundle,
        made=_BUNDLE,
        room=1 << 30,
        in_suite=False,
    ),
)


def environ_of(folder: Path) -> dict[str, str]:
    """Environment of a command in the folder."""
    return {
        **os.environ,
        "JUPYTER_REPRO_CACHE": str(folder / "cache"),
        "JUPYTER_CONFIG_DIR": str(folder / "home" / "jupyter"),
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "JUPYTER_REPRO_LOCK": "none",
    }


def build(folder: Path, scene: Scene) -> None:
    """Fill the folder: a project under git with a notebook that was recorded, its data kept."""
    for name in ("project/data", "cache", "tmp", "home", "remote"):
        (folder / name).mkdir(parents=True)
    written(folder / NOTEBOOK, "n = 0", "text = open('data/values.csv').read()\nprint(text, n)")
    (folder / DATA).write_text(OLD)
    (folder / "project" / "notes.txt").write_text("the user's own\n")
    (folder / "project" / "pyproject.toml").write_text(
        '[tool.jupyter-repro.data]\nkeep = "always"\nremote = "../remote"\n'
    )
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "first")):
        subprocess.run([*_GIT, *words], cwd=folder / "project", check=True)
    assert _command(folder, "snapshot", "a.ipynb").returncode == 0
    scene.prepared(folder)


def _command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return inside(*words, cwd=folder / "project", **environ_of(folder))
