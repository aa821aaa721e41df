"""The argument that names one notebook."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path

import click

from jupyter_repro.errors import UnreadableInput


class NotebookPath(click.Path):
    """Path of one notebook; there need be none, but a folder is told to be none before anything is done."""

    def convert(
        self, value: str | PathLike[str], _param: click.Parameter | None, _context: click.Context | None
    ) -> Path:
        """The path; raises UnreadableInput."""
        return notebook_at(fspath(value))


def notebook_at(text: str) -> Path:
    """What a text names, as the path of a notebook; raises UnreadableInput for nothing and for a folder."""
    if not text:
        raise UnreadableInput("''", "the name is empty", "name a notebook")
    path = Path(text)
    if path.is_dir():
        raise UnreadableInput(path, "it is a folder, not a notebook", "name a notebook in it")
    return path


NOTEBOOK = NotebookPath()
