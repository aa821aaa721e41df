"""`jupyter repro check`."""

from __future__ import annotations

import sys

import click

from jupyter_repro.cli.arguments.notebooks_argument import notebooks_argument
from jupyter_repro.cli.output.detail import quiet_option, say
from jupyter_repro.cli.output.format_option import format_option
from jupyter_repro.cli.output.json_answers import json_text
from jupyter_repro.exit_statuses import DIFFERS, WELL
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.handing_over.check import has_snapshot, one_list, problems, require_lists
from jupyter_repro.verifying.batch import notebooks


@click.command()
@notebooks_argument(required=False)
@format_option(("text", "json"))
@quiet_option
def check(paths: tuple[str, ...], chosen: str | None) -> None:
    """Check what a project lists for Binder against its snapshots.

    PATHS are notebooks, folders and globs; this folder where there are none. Nothing is executed. What several
    notebooks have in common is one line.

    Exit status: 0 all is well, 1 a package is not listed, or in a version or on a Python that was not recorded, or a
    snapshot is stale; 2 wrong usage.
    """
    found = notebooks(paths or (".",))
    checked = [notebook for notebook in found if has_snapshot(notebook)]
    require_lists(checked)
    listed = one_list(problem for notebook in checked for problem in problems(notebook))
    if chosen == "json":
        click.echo(json_text({"checked": checked, "problems": listed}))
    else:
        for problem in listed:
            click.echo(f"✗ {problem}")
        without = len(found) - len(checked)
        rest = f"; {without} without a snapshot not checked" if without else ""
        say(f"{counted(len(checked), 'notebook')} checked, {counted(len(listed), 'problem')}{rest}")
    sys.exit(DIFFERS if listed else WELL)
