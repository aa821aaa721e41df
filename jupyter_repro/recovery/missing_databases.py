"""What to do where the file of a database that was asked is gone, of which the snapshot has only what it answered."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.addresses.queried_files import queried_file
from jupyter_repro.git.committed_versions import Version, version_with
from jupyter_repro.git.wanted_content import Wanted
from jupyter_repro.records.snapshot import Snapshot


def missing_database(name: str, folder: Path) -> Path | None:
    """The file that a query was put to, where it is gone, or empty, as whoever opens one that is gone makes it."""
    file = queried_file(name, folder)
    return file if file and not (file.is_file() and file.stat().st_size) else None


def committed_database(file: Path, snapshot: Snapshot) -> Version | None:
    """Git's version of a database's file, of the recorded commit if that has it; None where git has none."""
    commit = snapshot.context.git.commit if snapshot.context.git else ""
    return version_with(file, Wanted(""), (commit,) if commit else ())


def database_back(file: Path, snapshot: Snapshot, folder: Path) -> str:
    """How to have a database's file back for a notebook in `folder`: from git, of the recorded commit if that has it.

    Of what it held then only the answers are recorded: whether it is the same, a verification tells.
    """
    version = committed_database(file, snapshot)
    if version is None:
        return f"bring {portable(file, folder)} back from where it came from"
    where = os.path.relpath(folder)
    words = [*(("-C", where) if where != os.curdir else ()), "restore", f"--source={version.commit[:12]}"]
    command = shlex.join(["git", *words, "--", os.path.relpath(file, folder)])
    return f"restore it from git's commit {version.commit[:12]} with: {command}"
