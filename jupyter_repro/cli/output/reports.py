"""Writing reports: to the terminal, to files, several in one run."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from jupyter_repro.extensions.registry import parts, registered
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.visible_streams import build_commands
from jupyter_repro.formatting.visible_text import visible
from jupyter_repro.verdicts import Verdicts

WIDTH_OF_FILES = 100


def formats() -> list[str]:
    """Names of the formats there are."""
    return [entry.name for entry in registered("reporters")]


def write_reports(verdicts: Verdicts, chosen: Sequence[str], files: Sequence[Path]) -> None:
    """Write each report where it belongs."""
    for name, file in destinations(chosen, files):
        reporter = parts("reporters")[name]
        if file is None:
            _say(name, reporter.report(verdicts, width=width(), colour=colour()))
            _append_summary(reporter, verdicts)
        else:
            text = reporter.report(verdicts, width=WIDTH_OF_FILES, colour=False)
            write_together({file.absolute(): visible(text).encode()})


def _say(name: str, report: str) -> None:
    with build_commands() if name == "github" else nullcontext():
        click.echo(report, nl=False, color=colour())


def _append_summary(reporter: Any, verdicts: Verdicts) -> None:
    """What a reporter writes for the place it reports to: that names the file in a variable."""
    file = os.environ.get(getattr(reporter, "summary_variable", ""))
    if file:
        with Path(file).open("a", encoding="utf-8") as summary:
            summary.write(visible(reporter.summary(verdicts)))


def destinations(chosen: Sequence[str], files: Sequence[Path]) -> Iterator[tuple[str, Path | None]]:
    """Format and file of each report; None is standard output.

    As many formats as files go together in order. Otherwise a file's suffix names its format, and the formats
    go to standard output.
    """
    if files and len(chosen) == len(files):
        yield from zip(chosen, files, strict=True)
        return
    for name in chosen or ("text",):
        yield name, None
    for file in files:
        yield _format_of(file), file


def _format_of(file: Path) -> str:
    suffixes = {reporter.suffix: name for name, reporter in parts("reporters").items()}
    if file.suffix not in suffixes:
        raise click.UsageError(
            f"{file}: say with --format which report this is to be ({', '.join(suffixes)})"
        )
    return suffixes[file.suffix]


def colour() -> bool:
    """Whether standard output shows colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def width() -> int:
    """Columns of standard output; of a pipe as many as seldom break a line."""
    return shutil.get_terminal_size((WIDTH_OF_FILES, 24)).columns if sys.stdout.isatty() else 160
