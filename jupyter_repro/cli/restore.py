"""`jupyter repro restore`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import click

from jupyter_repro.cli.arguments.notebooks_argument import for_each, notebooks_argument, recorded_notebooks
from jupyter_repro.errors import ReproError
from jupyter_repro.exit_statuses import DIFFERS, WELL
from jupyter_repro.restoring.restoration import restored, restored_with_environment, rolled_back
from jupyter_repro.restoring.roll_back import is_run

Named = TypeVar("Named")


@click.command()
@notebooks_argument(metavar="PATHS...|RUN|MODEL")
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
    paths: tuple[str, ...],
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
    """Bring back what notebooks, a run or a model were recorded on.

    PATHS are notebooks, folders and globs; of folders and globs what has a snapshot. A file that is replaced is kept
    beside the new one. The project is the folder with your settings, else the repository, else the notebook's folder.
    With --code and --data, the data goes into the worktree too, and nothing here is touched. A run is named by its
    id, a model as models:/NAME/VERSION; they go into a new folder, with the commit checked out where its repository
    is here, and are verified there on the recorded versions of their data. What cannot come back is said before the
    new folder is there.

    Exit status: 0 everything is as it was recorded, 1 something could not be restored, 2 wrong usage; of what was
    verified, that of its verdict.
    """
    if any(is_run(each, track) for each in paths):
        target = _only(paths, "a run or a model is brought back by itself")
        sys.exit(rolled_back(target, track, into, click.echo, verify=not no_verify, environment=environment))
    found = recorded_notebooks(paths)
    if into:
        _only(found, "--into is the folder of one notebook")
    if environment and not code:
        raise ReproError("--environment is built in a new folder", "give it with --code")

    def brought_back(notebook: Path) -> int:
        if environment:
            return restored_with_environment(notebook, into, click.echo, data=data)
        _, complete = restored(
            notebook,
            data=data,
            code=code,
            wheels=wheels,
            force=force,
            outside=outside,
            into=into,
            say=click.echo,
        )
        return WELL if complete else DIFFERS

    sys.exit(for_each(found, brought_back))


def _only(named: Sequence[Named], why: str) -> Named:
    """The only one that is named; raises UsageError where there are more."""
    if len(named) > 1:
        raise click.UsageError(f"{why}, and several are named")
    return named[0]
