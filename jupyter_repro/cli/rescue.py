"""`jupyter repro rescue`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jupyter_repro.cli.arguments.notebook_argument import NOTEBOOK
from jupyter_repro.cli.output.reports import write_reports
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.rescuing import rescue as rescuing
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.verdicts import Verdicts


@click.command()
@click.argument("notebook", type=NOTEBOOK)
@click.option(
    "--asof", default="", metavar="DATE", help="Day on which it ran. [default: as git or its metadata say]"
)
@click.option(
    "--tries", type=click.IntRange(min=1), default=8, show_default=True, help="Environments to run it in."
)
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), help="Seconds that one cell may take."
)
def rescue(notebook: Path, asof: str, tries: int, timeout: float | None) -> None:
    """Find the environment in which NOTEBOOK, which came without versions, gives its stored outputs again.

    Its lock and a snapshot of the stored outputs are written beside it; the notebook itself is not written to.

    Exit status: as of verify, for the best that was found.
    """
    found = rescuing.rescue(notebook, asof, tries, lambda line: click.echo(line, err=True), timeout)
    click.echo(
        f"{found.agreeing} of {found.cells} cells agree, on Python {found.lock.python}, packages of {found.lock.asof}"
    )
    click.echo(f"  locked in {found.lock.path}, recorded in {snapshot_path(notebook)}; check it with:")
    click.echo(f"  jupyter repro verify {shell_word(notebook)} --isolated")
    verdicts = Verdicts(notebooks=(found.verdict,))
    write_reports(verdicts)
    sys.exit(verdicts.exit_status)
