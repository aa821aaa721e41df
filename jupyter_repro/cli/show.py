"""`jupyter repro show`."""

from __future__ import annotations

from pathlib import Path

import click

from jupyter_repro.cli.arguments.notebook_argument import NOTEBOOK
from jupyter_repro.differences.sides import read_snapshot
from jupyter_repro.reporters.context import facts
from jupyter_repro.snapshots.snapshot_file import encode_snapshot


@click.command()
@click.argument("path", type=NOTEBOOK)
@click.option(
    "--format", "chosen", type=click.Choice(["text", "json"]), default="text", help="Format of the answer."
)
def show(path: Path, chosen: str) -> None:
    """Tell what was recorded of the notebook (or in the snapshot) PATH."""
    snapshot = read_snapshot(path)
    if chosen == "json":
        click.echo(encode_snapshot(snapshot), nl=False)
        return
    click.echo(f"{snapshot.notebook}: {len(snapshot.cells)} code cells")
    for topic, text in facts(snapshot):
        click.echo(f"  {topic:<12} {text}")
