"""Which files git tracks, whatever they hold now."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jupyter_repro.errors import ReproError
from jupyter_repro.git.commands import answer
from jupyter_repro.git.repositories import repository_of


def tracked(files: Iterable[Path]) -> set[Path]:
    """Those of the files that are in the index of their repository; none where git cannot say."""
    return {file for file in files if _is_tracked(file)}


def _is_tracked(file: Path) -> bool:
    try:
        with repository_of(file) as (repository, name):
            return bool(answer(repository, "ls_files", "-z", "--", f":(top,literal){name}"))
    except ReproError:
        return False
