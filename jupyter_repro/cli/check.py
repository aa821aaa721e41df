"""`jupyter repro check`."""

from __future__ import annotations

import sys

import click

from jupyter_repro.formatting.sizes import counted
from jupyter_repro.handing_over.check import has_snapshot, problems
from jupyter_repro.verifying.batch import notebooks


@click.command()
@click.argument("paths", nargs=-1)
def check(paths: tuple[str, ...]) -> None:
    """Check what a project lists for Binder against its notebooks' snapshots, without executing anything.

    PATHS are notebooks, folders and globs; this folder where there are none. Exit status: 0 all is well, 1 a package
    is not listed, or in a version or on a Python that was not recorded, or a snapshot is stale; 2 wrong usage.
    """
    found = notebooks(paths or (".",))
    checked = [notebook for notebook in found if has_snapshot(notebook)]
    lines = [problem for notebook in checked for problem in problems(notebook)]
    for problem in lines:
        click.echo(f"✗ {problem}")
    without = len(found) - len(checked)
    rest = f"; {without} without a snapshot not checked" if without else ""
    click.echo(f"{counted(len(checked), 'notebook')} checked, {counted(len(lines), 'problem')}{rest}")
    sys.exit(1 if lines else 0)
