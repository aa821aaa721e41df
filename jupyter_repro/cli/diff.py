"""`jupyter repro diff`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from jupyter_repro.cli.arguments.notebook_argument import NOTEBOOK
from jupyter_repro.cli.output.format_option import format_option
from jupyter_repro.cli.output.json_answers import json_text
from jupyter_repro.cli.output.reports import WIDTH_OF_FILES, colour, width
from jupyter_repro.cli.output.written import format_of, write_answer
from jupyter_repro.differences.snapshots import difference
from jupyter_repro.exit_statuses import DIFFERS, WELL
from jupyter_repro.records.differences import Difference
from jupyter_repro.reporters.difference_html import difference_page
from jupyter_repro.reporters.difference_text import difference_text

FORMATS: dict[str, Callable[[Difference], str]] = {
    "text": lambda found: difference_text(found, width=WIDTH_OF_FILES),
    "json": json_text,
    "html": difference_page,
}
_SUFFIXES = {".txt": "text", ".json": "json", ".html": "html", ".htm": "html"}


@click.command()
@click.argument("before", type=NOTEBOOK)
@click.argument("after", type=NOTEBOOK, required=False)
@click.option(
    "--rev", "revisions", multiple=True, metavar="REV", help="The snapshot as git has it; once or twice."
)
@click.option(
    "--run", "runs", multiple=True, metavar="ID", help="The snapshot of a run in the tracker; once or twice."
)
@click.option("--track", metavar="ADDRESS", help="Tracker of the runs, instead of the one that is set.")
@format_option(list(FORMATS))
@click.option("-o", "file", type=click.Path(path_type=Path, dir_okay=False), help="File to write it to.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where something differs but what git says.")
def diff(
    before: Path,
    after: Path | None,
    revisions: tuple[str, ...],
    runs: tuple[str, ...],
    track: str | None,
    chosen: str | None,
    file: Path | None,
    exit_code: bool,
) -> None:
    """Show what changed since a snapshot, or between two.

    With the notebook BEFORE alone: since its snapshot. With AFTER, --rev or --run: between two snapshots, revisions or
    runs. It takes one notebook, for a second one is what it is compared with. Nothing is executed: sources, stored
    outputs, data, modules, git and machine are compared.
    """
    name = format_of(file, chosen, _SUFFIXES)
    found = difference(before, after, revisions, runs, track or "")
    if file:
        write_answer(file, FORMATS[name](found))
    elif name == "text":
        click.echo(difference_text(found, width=width(), colour=colour()), color=colour())
    else:
        click.echo(FORMATS[name](found).rstrip())
    sys.exit(DIFFERS if exit_code and found.weighs else WELL)
