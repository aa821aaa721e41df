"""The folder of a site: what in it is ours, and is replaced or removed; everything else stays as it is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from jupyter_repro.errors import ReproError
from jupyter_repro.files.atomic_files import made_folder, write_together
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.reporters.site.page import HTML_MARK, SVG_MARK

PAGE, BADGE, HISTORY, REPORTS = "index.html", "badge.svg", "history.json", "reports"
_MARKS = {".html": HTML_MARK, ".svg": SVG_MARK}
_HEAD = 2_000
"""Bytes of a file in which its mark stands."""


def check_names(folder: Path, names: Iterable[str]) -> None:
    """Raise ReproError where one of the names in a folder is taken by what we did not write."""
    reports = folder / REPORTS
    if (os.path.lexists(folder) and not folder.is_dir()) or not _is_usable(reports):
        taken = reports if folder.is_dir() else folder
        raise ReproError(f"{taken} is a file or a link, not a folder", "write the page into another folder")
    for path in (folder / name for name in names):
        if os.path.lexists(path) and not _is_ours(path):
            raise ReproError(
                f"{path} was not written by jupyter-repro, and is not replaced",
                f"write the page into a folder of its own, or remove the file: rm {shell_word(path)}",
            )


def replace(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write these files into a folder, and remove reports of ours that are not among them.

    The folder is made where it is missing. Raises ReproError where a name is taken by what we did not write, and
    Unwritable; then every file is as it was.
    """
    check_names(folder, (name for name in contents if name != HISTORY))
    made_folder(folder / REPORTS)
    old = _own_reports(folder) - {folder / name for name in contents}
    write_together({folder / name: content for name, content in contents.items()})
    for path in old:
        _remove(path)


def _is_usable(reports: Path) -> bool:
    """Whether reports can be written there: a link would lead out of the folder."""
    return not os.path.lexists(reports) or (reports.is_dir() and not reports.is_symlink())


def _own_reports(folder: Path) -> set[Path]:
    return {path for path in (folder / REPORTS).glob("*.html") if _is_ours(path)}


def _is_ours(path: Path) -> bool:
    """Whether a file has our mark; a link has not, whatever it leads to."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return _MARKS[path.suffix] in file.read(_HEAD)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise ReproError(
            f"{path} is of a notebook that no longer exists, and cannot be removed: {why}"
        ) from None
