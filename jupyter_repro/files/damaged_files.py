"""What to do about a file that is damaged."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.formatting.shell_words import shell_word


def another_copy(path: str | Path) -> str:
    """Where another copy of a damaged file may be: in git where it lies in a repository."""
    if any((parent / ".git").exists() for parent in Path(path).absolute().parents):
        return f"take it from git again: git checkout -- {shell_word(path)}"
    return "take it from a backup, or from whoever it came from"
