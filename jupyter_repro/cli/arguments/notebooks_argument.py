"""The argument that names notebooks: files, folders and globs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from jupyter_repro.cli.arguments.notebook_argument import notebook_at
from jupyter_repro.errors import ReproError
from jupyter_repro.exit_statuses import WELL
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.verifying.batch import notebooks

Command = TypeVar("Command", bound=Callable[..., Any])


class NotebookPaths(click.ParamType[str]):
    """A notebook, a folder, a glob or an address; a shell completes it as a file."""

    name = "path"

    def shell_complete(
        self, _context: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Files, as the shell knows them."""
        return [CompletionItem(incomplete, type="file")]


def notebooks_argument(*, required: bool = True, metavar: str | None = None) -> Callable[[Command], Command]:
    """Give a command `paths`."""
    return click.argument("paths", nargs=-1, required=required, type=NotebookPaths(), metavar=metavar)


def notebook_files(paths: Iterable[str]) -> list[Path]:
    """The notebooks that are meant, as files of this machine; raises ReproError as `notebooks` does."""
    return [notebook_at(each) for each in notebooks(paths)]


def recorded_notebooks(paths: Sequence[str]) -> list[Path]:
    """The notebooks that are meant: those that are named, and of folders and globs those that have a snapshot.

    Raises ReproError where that is none.
    """
    found = notebook_files(paths)
    recorded = [each for each in found if str(each) in paths or snapshot_path(each).exists()]
    if not recorded:
        raise ReproError(
            f"no notebook in {', '.join(paths)} has a snapshot",
            "record them with: jupyter repro snapshot PATH",
        )
    return recorded


def for_each(files: Sequence[Path], act: Callable[[Path], int | None]) -> int:
    """Do it with every notebook; answers the highest exit status.

    What goes wrong with one of several is said at once and does not keep the others back; that of a single one is
    raised. `act` answers a status, or None for 0.
    """
    if len(files) == 1:
        return act(files[0]) or WELL
    status = WELL
    for file in files:
        try:
            status = max(status, act(file) or WELL)
        except ReproError as error:
            click.echo(str(error), err=True)
            status = max(status, error.exit_status)
    return status
