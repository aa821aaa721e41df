"""Files of a work tree that are not as a revision has them."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_repro.git.commands import entries
from jupyter_repro.git.repositories import repository_of
from jupyter_repro.git.repository_state import uncommitted
from jupyter_repro.git.revisions import commit_of

_WITHOUT = "leave --since away"
_OPTIONS = (
    "--name-only",
    "-z",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=dirty",
)


def changed_since(place: Path, revision: str) -> frozenset[str]:
    """Absolute paths of what was committed, changed, added or removed since a revision, in the repository of `place`.

    Raises ReproError outside git, and for an unknown revision.
    """
    with repository_of(place, _WITHOUT) as (repository, _):
        root = os.path.realpath(str(repository.working_tree_dir))
        commit = commit_of(repository, revision)
        committed = entries(repository, "diff", *_OPTIONS, commit, "HEAD", "--", ":(top)")
        names = [*filter(None, committed), *uncommitted(repository)]
    return frozenset(os.path.join(root, name) for name in names)  # noqa: PTH118  names may be no text
