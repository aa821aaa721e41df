"""Writing reports: to the terminal, to files, several in one run."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
import msgspec

from jupyter_repro.cli.output.destinations import TERMINAL, Destinations
from jupyter_repro.cli.output.detail import is_quiet, is_whole
from jupyter_repro.extensions.registry import parts
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.visible_streams import build_commands
from jupyter_repro.formatting.visible_text import visible
from jupyter_repro.site.publication import write_site
from jupyter_repro.verdicts import Verdicts

WIDTH_OF_FILES = 100


def write_reports(verdicts: Verdicts, destinations: Destinations = TERMINAL) -> None:
    """Write each report where it belongs; by default as text to the terminal."""
    for name in destinations.shown:
        reporter = parts("reporters")[name]
        _say(name, _shown(reporter, verdicts))
        _append_summary(reporter, verdicts)
    for file, name in destinations.files:
        text = parts("reporters")[name].report(verdicts, width=WIDTH_OF_FILES, colour=False)
        write_together({file.absolute(): visible(text).encode()})
    for folder in destinations.sites:
        write_site(verdicts, folder)


def _shown(reporter: Any, verdicts: Verdicts) -> str:
    """The report for standard output: of one that can be brief no more than was asked for."""
    report = getattr(reporter, "brief", None)
    if report is None or is_whole():
        report = reporter.report
    elif is_quiet():
        verdicts = bad_ones(verdicts)
        if not (verdicts.notebooks or verdicts.errors):
            return ""
    text: str = report(verdicts, width=width(), colour=colour())
    return text


def bad_ones(verdicts: Verdicts) -> Verdicts:
    """Only what does not exit with 0."""
    bad = tuple(each for each in verdicts.notebooks if each.exit_status)
    return msgspec.structs.replace(verdicts, notebooks=bad)


def _say(name: str, report: str) -> None:
    with build_commands() if name == "github" else nullcontext():
        click.echo(report, nl=False, color=colour())


def _append_summary(reporter: Any, verdicts: Verdicts) -> None:
    """What a reporter writes for the place it reports to: that names the file in a variable."""
    file = os.environ.get(getattr(reporter, "summary_variable", ""))
    if file:
        with Path(file).open("a", encoding="utf-8") as summary:
            summary.write(visible(reporter.summary(verdicts)))


def colour() -> bool:
    """Whether standard output shows colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def width() -> int:
    """Columns of standard output; of a pipe as many as seldom break a line."""
    return shutil.get_terminal_size((WIDTH_OF_FILES, 24)).columns if sys.stdout.isatty() else 160
