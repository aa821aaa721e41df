"""Which of some files git does not have as they are."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from jupyter_repro.errors import ReproError
from jupyter_repro.git.repositories import repository_of
from jupyter_repro.git.repository_state import uncommitted


def uncommitted_files(files: Collection[Path], folder: Path) -> tuple[Path, ...]:
    """Those that were changed since the commit that is checked out in `folder`, or that git does not have at all.

    What git ignores, and what lies outside of the repository, does not count; nothing does where git will not look.
    """
    try:
        with repository_of(folder / "any") as (repository, _):
            root = Path(str(repository.working_tree_dir)).resolve()
            names = {file: _name(file, root) for file in files if file.resolve().is_relative_to(root)}
            changed = uncommitted(repository, *names.values()) if names else set()
    except ReproError:
        return ()
    return tuple(file for file, name in names.items() if name in changed)


def _name(file: Path, root: Path) -> str:
    return file.resolve().relative_to(root).as_posix()
