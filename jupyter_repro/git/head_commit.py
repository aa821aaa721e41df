"""The commit that is checked out, and when it was made."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.formatting.moments import iso
from jupyter_repro.git.commands import answer
from jupyter_repro.git.repositories import repository_of


class HeadCommit(NamedTuple):
    """It."""

    id: str
    committed: str
    """When, as an ISO 8601 time stamp in UTC."""
    repository: str
    """Name of the folder of the work tree."""


def head_commit(folder: Path) -> HeadCommit | None:
    """The commit of the repository that a folder lies in; None outside of one, before its first, and without git."""
    try:
        with repository_of(folder) as (repository, _):
            printed = answer(repository, "log", "--format=%H %ct", "--max-count=1", "HEAD").decode()
            root = Path(str(repository.working_tree_dir))
    except Exception:  # GitPython raises many kinds for repositories that are broken in many ways
        return None
    commit, seconds = printed.split()
    return HeadCommit(commit, iso(datetime.fromtimestamp(int(seconds), UTC)), root.name)
