"""`jupyter repro show`."""

from __future__ import annotations

from pathlib import Path

import click

from jupyter_repro.cli.arguments.notebooks_argument import notebooks_argument, recorded_notebooks
from jupyter_repro.cli.output.format_option import format_option
from jupyter_repro.cli.output.json_answers import json_answers
from jupyter_repro.differences.sides import read_snapshot
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.reporters.context import facts
from jupyter_repro.snapshots.snapshot_file import encode_snapshot


@click.command()
@notebooks_argument()
@format_option(("text", "json"))
def show(paths: tuple[str, ...], chosen: str | None) -> None:
    """Show what was recorded of notebooks.

    PATHS are notebooks, snapshots, folders and globs; of folders and globs what has a snapshot. Nothing is executed.
    """
    snapshots = [read_snapshot(Path(each)) for each in recorded_notebooks(paths)]
    if chosen == "json":
        click.echo(json_answers([encode_snapshot(each).decode() for each in snapshots]))
    else:
        click.echo("\n\n".join(map(_text, snapshots)))


def _text(snapshot: Snapshot) -> str:
    lines = [f"  {topic:<12} {text}" for topic, text in facts(snapshot)]
    return "\n".join([f"{snapshot.notebook}: {len(snapshot.cells)} code cells", *lines])
