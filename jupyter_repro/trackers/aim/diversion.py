"""Keeping from Aim's repositories what a notebook logs while it is verified."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced

_STORE = ".aim"


class AimDiversion:
    """Runs are written into a copy of their repository."""

    modules = ("aim.sdk.base_run",)

    def divert(self, module: str, scratch: Path, _recorded: Sequence[str]) -> Undo:
        """Open a copy of each repository on this machine; a run for a server goes into a repository of its own."""
        runs, repositories = sys.modules[module].BaseRun, sys.modules["aim.sdk.repo"].Repo
        return after(
            _diverted_runs(runs, repositories, scratch / "aim"), _copied(repositories, scratch / "aim")
        )


def _copied(repositories: Any, scratch: Path) -> Undo:
    open_ = repositories.__init__

    @wraps(open_)
    def init(self: Any, path: str, **named: Any) -> None:
        is_here = not parse_address(path).is_remote
        open_(self, _copy(Path(path), scratch) if is_here else path, **named)

    return replaced(repositories, "__init__", init)


def _diverted_runs(runs: Any, repositories: Any, scratch: Path) -> Undo:
    begin: Callable[..., None] = runs.__init__

    @wraps(begin)
    def init(
        self: Any, run_hash: str | None = None, repo: Any = None, read_only: bool = False, **named: Any
    ) -> None:
        address = getattr(repo, "path", repo)
        writes_there = not read_only and address is not None and repositories.is_remote_path(str(address))
        place = repositories.from_path(_new(str(address), scratch), init=True) if writes_there else repo
        begin(self, run_hash, repo=place, read_only=read_only, **named)

    return replaced(runs, "__init__", init)


def _copy(path: Path, scratch: Path) -> str:
    """The folder of a copy of the repository in this folder."""
    if path.is_relative_to(scratch):
        return os.fspath(path)
    folder = Path(_new(os.fspath(path.absolute()), scratch))
    if (path / _STORE).is_dir() and not (folder / _STORE).exists():
        shutil.copytree(path / _STORE, folder / _STORE)
    return os.fspath(folder)


def _new(name: str, scratch: Path) -> str:
    folder = scratch / digits_of(digest_text(name), 8)
    folder.mkdir(parents=True, exist_ok=True)
    return os.fspath(folder)
