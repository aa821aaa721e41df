"""The files of a folder that git tracks, or would track if they were added."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.errors import ReproError
from jupyter_repro.git.commands import entries
from jupyter_repro.git.repositories import repository_of

_OPTIONS = ("-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--full-name")


def files_below(folder: Path) -> list[Path]:
    """Those below a folder that are there, in order; none outside a repository, and where git will not look.

    Of a submodule, which has a repository of its own, there are none.
    """
    try:
        with repository_of(folder / "any") as (repository, name):
            below = name.removesuffix("any")
            names = entries(
                repository, "ls_files", *_OPTIONS, "--", f":(top,literal){below}" if below else ":/"
            )
    except ReproError:
        return []
    inside = sorted(each[len(below) :] for each in names if each.startswith(below))
    return [folder / each for each in inside if each and (folder / each).is_file()]
