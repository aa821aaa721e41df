"""An answer in one of several formats, to the terminal or into a file whose suffix may name the format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from jupyter_repro.files.atomic_files import write_together


def format_of(file: Path | None, chosen: str | None, suffixes: Mapping[str, str]) -> str:
    """The format that was chosen, else the one that the file's suffix names, else text.

    Raises UsageError for a suffix that names none.
    """
    if chosen or file is None:
        return chosen or "text"
    if file.suffix not in suffixes:
        known = ", ".join(suffixes)
        raise click.UsageError(f"{file}: say with --format which report this is to be ({known})")
    return suffixes[file.suffix]


def write_answer(file: Path, text: str) -> None:
    """Write it, with one line feed at its end."""
    write_together({file.absolute(): f"{text.rstrip()}\n".encode()})
