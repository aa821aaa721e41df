"""By which commits a repository is known in every clone, and whether this clone has all of them."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.errors import ReproError
from jupyter_repro.git.commands import answer
from jupyter_repro.git.repositories import repository_of


def first_commits(root: Path) -> list[str]:
    """Commits without a parent that HEAD comes from, sorted; none outside of git, and where there is no commit."""
    try:
        with repository_of(root) as (repository, _):
            return sorted(answer(repository, "rev_list", "--max-parents=0", "HEAD").decode().split())
    except (ReproError, ValueError):
        return []


def is_shallow(root: Path) -> bool:
    """Whether commits were left out when the repository was cloned; raises ReproError outside of git."""
    with repository_of(root) as (repository, _):
        return answer(repository, "rev_parse", "--is-shallow-repository").strip() == b"true"
