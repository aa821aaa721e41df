"""One lock for all notebooks of a project: its own pylock.toml, or the uv.lock that is there."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_repro.digest import digest_bytes, digits_of
from jupyter_repro.environments.lock_file import Lock, is_ours, read_lock, with_header
from jupyter_repro.environments.uv import run_uv
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.cache_folder import cache_folder
from jupyter_repro.settings import project_root, settings_for
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

FILE, OF_UV = "pylock.toml", "uv.lock"


def has_project_lock(notebook: Path) -> bool:
    """Whether the settings say that the notebooks of its project have one lock."""
    named = os.environ.get("JUPYTER_REPRO_LOCK") or settings_for(notebook.absolute().parent).lock
    return named == "project"


def project_lock_path(notebook: Path) -> Path:
    """Where the lock that is written here lies."""
    return project_root(notebook.absolute().parent) / FILE


def lock_of_uv(notebook: Path) -> Path | None:
    """The uv.lock of its project; None where there is none."""
    path = project_root(notebook.absolute().parent) / OF_UV
    return path if path.is_file() else None


def find_project_lock(notebook: Path) -> Lock | None:
    """The lock of a notebook's project; None where there is none.

    That of uv is brought into the form of PEP 751, for the Python that the notebook was recorded with. Raises
    UnreadableInput, and ReproError where uv cannot read its own.
    """
    if of_uv := lock_of_uv(notebook):
        return _exported(notebook, of_uv)
    path = project_lock_path(notebook)
    return read_lock(path, "pylock") if is_ours(path, "pylock") else None


def _exported(notebook: Path, of_uv: Path) -> Lock | None:
    snapshot = load_snapshot(notebook)
    python = snapshot.context.python.get("version", "") if snapshot else ""
    if not python:
        return None
    key = digits_of(digest_bytes(of_uv.read_bytes() + python.encode()), 24)
    path = cache_folder() / "exported" / key / "uv.pylock.toml"
    if not path.is_file():
        options = ("--frozen", "--all-groups", "--no-emit-project", "--no-header", "--quiet")
        text = run_uv(
            "export", *options, "--format", "pylock.toml", "--project", of_uv.parent,
            what=f"{of_uv} cannot be read",
        )  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        write_together({path: with_header(text, python, "pylock").encode()})
    lock = read_lock(path, "pylock")
    return Lock(lock.path, lock.form, lock.python, lock.content, made_of=of_uv)
