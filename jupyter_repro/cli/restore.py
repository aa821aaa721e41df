"""`jupyter repro restore`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jupyter_repro.handing_over.restoring import restored


@click.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option("--data", is_flag=True, help="Bring the recorded data back into its place.")
@click.option(
    "--code", is_flag=True, help="Check the recorded commit out, with its patch, into a new worktree."
)
@click.option("--force", is_flag=True, help="Also in the place of what is newer than the snapshot.")
@click.option(
    "--into", type=click.Path(path_type=Path), help="Folder of the worktree. [default: beside the repository]"
)
def restore(notebook: Path, data: bool, code: bool, force: bool, into: Path | None) -> None:
    """Bring back what NOTEBOOK was recorded on.

    A file that is replaced is kept beside the new one. With --code and --data, the data goes into the worktree too, and
    nothing here is touched.

    Exit status: 0 everything is as it was recorded, 1 something could not be had back, 2 wrong usage.
    """
    lines, complete = restored(notebook, data=data, code=code, force=force, into=into)
    for line in lines:
        click.echo(line)
    sys.exit(0 if complete else 1)
