"""`jupyter repro log`."""

from __future__ import annotations

import click

from jupyter_repro.cli.arguments.notebooks_argument import notebooks_argument, recorded_notebooks
from jupyter_repro.cli.output.format_option import format_option
from jupyter_repro.cli.output.json_answers import json_answers, json_text
from jupyter_repro.cli.output.reports import colour, width
from jupyter_repro.differences.notebook_log import notebook_log
from jupyter_repro.records.snapshot_log import SnapshotLog
from jupyter_repro.reporters.log_text import log_text


@click.command()
@notebooks_argument()
@click.option(
    "-n", "most", type=click.IntRange(min=1), default=20, show_default=True, help="Show the N newest."
)
@click.option(
    "--track", metavar="ADDRESS", help="Ask this tracker instead of the one that is set; off: none."
)
@click.option("--verifications", is_flag=True, help="Also list each verification of its runs.")
@format_option(("text", "json"))
def log(
    paths: tuple[str, ...], most: int, track: str | None, verifications: bool, chosen: str | None
) -> None:
    """List the snapshots of notebooks, from git and their tracker.

    PATHS are notebooks, folders and globs. A row says who recorded it, whether it is verified, and what changed.
    """
    found = [
        notebook_log(each, most, track or "", history=verifications) for each in recorded_notebooks(paths)
    ]
    if chosen == "json":
        click.echo(json_answers([json_text(each) for each in found]))
    else:
        click.echo("\n\n".join(_text(each, several=len(found) > 1) for each in found), color=colour())


def _text(found: SnapshotLog, *, several: bool) -> str:
    text = log_text(found, width=width(), colour=colour())
    return f"{found.notebook}\n{text}" if several else text
