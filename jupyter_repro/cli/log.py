"""`jupyter repro log`."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from jupyter_repro.cli.arguments.notebook_argument import NOTEBOOK
from jupyter_repro.cli.output.reports import colour, width
from jupyter_repro.differences.notebook_log import notebook_log
from jupyter_repro.reporters.log_text import log_text


@click.command()
@click.argument("notebook", type=NOTEBOOK)
@click.option(
    "-n", "most", type=click.IntRange(min=1), default=20, show_default=True, help="How many, the newest."
)
@click.option("--track", metavar="ADDRESS", help="Tracker to ask, instead of the one that is set; off: none.")
@click.option("--verifications", is_flag=True, help="Tell each verification of its runs, too.")
@click.option(
    "--format", "chosen", type=click.Choice(["text", "json"]), default="text", help="Format of the answer."
)
def log(notebook: Path, most: int, track: str | None, verifications: bool, chosen: str) -> None:
    """Tell the snapshots of NOTEBOOK, as git and its tracker have them: whose, verified or not, and what changed."""
    found = notebook_log(notebook, most, track or "", history=verifications)
    if chosen == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        click.echo(log_text(found, width=width(), colour=colour()), color=colour())
