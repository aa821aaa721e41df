"""`jupyter repro restore`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jupyter_repro.cli.arguments.notebook_argument import notebook_at
from jupyter_repro.errors import ReproError
from jupyter_repro.restoring.restoration import restored, restored_with_environment, rolled_back
from jupyter_repro.restoring.roll_back import is_run


@click.command()
@click.argument("target", metavar="NOTEBOOK|RUN|MODEL")
@click.option("--data", is_flag=True, help="Bring the recorded data back into its place.")
@click.option(
    "--code", is_flag=True, help="Check the recorded commit out, with its patch, into a new worktree."
)
@click.option("--wheels", is_flag=True, help="Bring wheels of packages that no index has beside the lock.")
@click.option("--force", is_flag=True, help="Also in the place of what is newer than the snapshot.")
@click.option("--outside", is_flag=True, help="Also what lies outside of the notebook's project.")
@click.option("--into", type=click.Path(path_type=Path), help="New folder, of the worktree, or of a run.")
@click.option("--track", metavar="ADDRESS", default="", help="Of a run or a model: the tracker that has it.")
@click.option(
    "--environment",
    is_flag=True,
    help="Build the environment of its lock in the new folder, and verify in it.",
)
@click.option("--no-verify", is_flag=True, help="Of a run or a model: do not verify what was brought back.")
def restore(
    target: str,
    data: bool,
    code: bool,
    wheels: bool,
    force: bool,
    outside: bool,
    into: Path | None,
    track: str,
    environment: bool,
    no_verify: bool,
) -> None:
    """Bring back what NOTEBOOK was recorded on; or notebook, code and data of a RUN, or of a MODEL's run.

    A file that is replaced is kept beside the new one. The project is the folder with your settings, else the
    repository, else the notebook's folder. With --code and --data, the data goes into the worktree too, and
    nothing here is touched. A run is named by its id, a model as models:/NAME/VERSION; they go into a new folder,
    with the commit checked out where its repository is here, and are verified there on the recorded versions of
    their data. What cannot come back is said before the new folder is there.

    Exit status: 0 everything is as it was recorded, 1 something could not be had back, 2 wrong usage; of what was
    verified, that of its verdict.
    """
    if is_run(target, track):
        status = rolled_back(target, track, into, click.echo, verify=not no_verify, environment=environment)
    elif environment:
        if not code:
            raise ReproError("--environment is built in a new folder", "give it with --code")
        status = restored_with_environment(notebook_at(target), into, click.echo, data=data)
    else:
        _, complete = restored(
            notebook_at(target),
            data=data,
            code=code,
            wheels=wheels,
            force=force,
            outside=outside,
            into=into,
            say=click.echo,
        )
        status = 0 if complete else 1
    sys.exit(status)
