"""Programs that a repository's own configuration names: git runs none of them for us.

A repository may be a stranger's. What the user or the system configured holds, and so does Git-LFS as it installs
itself; of the repository's own configuration every program is switched off, by variables that stand above it.
Source of the keys: git-config(1), git 2.47.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from git import Repo

_OFF = {
    re.compile(r"filter\..*\.(?:clean|smudge|process)"): "",
    re.compile(r"filter\..*\.required"): "false",
    re.compile(
        r"(?:core\.(?:askpass|gitproxy|alternaterefscommand)|credential\..*|gpg\..*|merge\..*\.driver)"
    ): "",
    re.compile(r"core\.sshcommand"): "ssh",
    re.compile(r"remote\..*\.uploadpack"): "git-upload-pack",
    re.compile(r"remote\..*\.receivepack"): "git-receive-pack",
}
"""Keys whose value git runs, and what stands in its place."""
_OF_LFS = {
    "filter.lfs.clean": "git-lfs clean -- %f",
    "filter.lfs.smudge": "git-lfs smudge -- %f",
    "filter.lfs.process": "git-lfs filter-process",
    "filter.lfs.required": "true",
}
"""As `git lfs install --local` writes it."""
_THEIRS = frozenset({"local", "worktree", "unknown"})
"""Scopes of a configuration that comes with a repository."""
ALONE = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
}
"""Variables with which git asks nobody: no server for what a partial clone lacks, and no user for a password."""


def switched_off(repository: Repo) -> dict[str, str]:
    """Variables that switch the programs off which a repository names; none where it names none."""
    found = list(_named(repository.git.config("--list", "--show-scope", "-z", env={"LC_ALL": "C"})))
    return _as_variables(found, os.environ) if found else {}


def _named(listing: str) -> Iterator[tuple[str, str]]:
    words = listing.split("\0")
    for scope, entry in zip(words[::2], words[1::2], strict=False):
        key, _, value = entry.partition("\n")
        if scope in _THEIRS and _OF_LFS.get(key) != value:
            yield from ((key, off) for pattern, off in _OFF.items() if pattern.fullmatch(key))


def _as_variables(settings: list[tuple[str, str]], environ: Mapping[str, str]) -> dict[str, str]:
    """As git reads settings from its environment, behind those that are there."""
    first = int(environ.get("GIT_CONFIG_COUNT", "0") or 0)
    numbered = list(enumerate(dict(settings).items(), first))
    return {
        "GIT_CONFIG_COUNT": str(first + len(numbered)),
        **{f"GIT_CONFIG_KEY_{number}": key for number, (key, _) in numbered},
        **{f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in numbered},
    }
