"""Verifying many notebooks: which they are, and one answer for all."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.registry import parts
from jupyter_repro.verdicts import Unreadable, Verdict, Verdicts

_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})


def notebooks(paths: Iterable[str]) -> list[str]:
    """The notebooks that files, folders, globs and addresses stand for, in order, each once.

    Folders are searched below; hidden folders, `node_modules` and virtual environments are passed over. A path
    that does not exist is kept, so that whoever reads it says so.
    """
    found = (notebook for path in paths for notebook in _notebooks(path))
    return list(dict.fromkeys(found))


def _notebooks(path: str) -> Iterator[str]:
    if not path:  # a variable of a script that is not set must not mean the whole folder
        raise ReproError("an empty name names no notebook", "name a notebook, a folder or a pattern")
    if is_remote(path) or Path(path).is_file():
        yield path
    elif Path(path).is_dir():
        yield from _below(Path(path))
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207  also matches absolute patterns
        if not matches:
            raise ReproError(f"no notebook matches {path}")
        for match in matches:
            yield from _notebooks(match)
    else:
        yield path


def _below(folder: Path) -> Iterator[str]:
    found = sorted(_walked(folder))
    if not found:
        raise ReproError(f"there is no notebook in {folder}")
    return map(str, found)


def _walked(folder: Path) -> Iterator[Path]:
    """The notebooks below a folder; what another process takes away meanwhile is passed over."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _is_skipped(name)]
        yield from (Path(place, name) for name in files if name.endswith(".ipynb") and not _is_skipped(name))


def _is_skipped(name: str) -> bool:
    return name.startswith(".") or name in _SKIPPED


def verify_all(
    paths: Sequence[str], verify: Callable[[str], Verdict], *, executor: str = "local"
) -> Verdicts:
    """Verify every notebook; what cannot be read is told and does not end the rest."""

    def attempt(path: str) -> Verdict | Unreadable:
        try:
            return verify(path)
        except ReproError as error:
            return Unreadable(path, error.what, error.remedy)

    answers = list(parts("executors")[executor].map(attempt, paths))
    return Verdicts(
        notebooks=tuple(answer for answer in answers if isinstance(answer, Verdict)),
        errors=tuple(answer for answer in answers if isinstance(answer, Unreadable)),
    )
