"""The cache of a DVC repository, for a worktree of it: DVC would look for one in the worktree, and find none."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_repro.data_sources.dvc.objects import repositories

_SETTINGS = "[cache]\n    dir = {}\n"


def share_cache(path: Path, folder: Path, own: Path) -> None:
    """Let DVC find what it tracks at `path` from a worktree, where `folder` is what `own` is in the repository.

    A worktree with local settings of its own, or without DVC, is left as it is. Raises as `repositories` does.
    """
    with repositories(path) as opened:
        found = opened.at(path)
        settings = Path(os.path.normpath(folder / os.path.relpath(found.root, own))) / ".dvc" / "config.local"
        if settings.parent.is_dir() and not settings.exists():
            settings.write_text(_SETTINGS.format(found.repo.cache.legacy.path))
