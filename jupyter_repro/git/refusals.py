"""Why git does not answer about a folder that lies in a repository: it may not trust it."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.errors import NoAccess, ReproError
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.git.commands import answer


def refusal(folder: Path) -> ReproError | None:
    """What git says where it refuses to look; None where it looks, and outside a repository."""
    from git import Repo

    try:
        with Repo(folder, search_parent_directories=True) as repository:
            root = str(repository.working_tree_dir or folder)
            try:
                answer(repository, "rev_parse", "--git-dir")
            except NoAccess as error:
                return NoAccess(error.what, f"git config --global --add safe.directory {shell_word(root)}")
            except ReproError as error:
                return error
    except Exception:  # GitPython raises many kinds for repositories that are broken in many ways
        return None
    return None


def refusal_line(folder: Path) -> str:
    """The same in a line, for who has just recorded a notebook there; "" where git looks."""
    found = refusal(folder)
    return f"the commit was not recorded: {found.what}; {found.remedy}".rstrip("; ") if found else ""
