"""`jupyter repro rescue`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jupyter_repro.cli.arguments.notebook_argument import Seconds
from jupyter_repro.cli.arguments.notebooks_argument import for_each, notebook_files, notebooks_argument
from jupyter_repro.cli.output.detail import detail_options, say
from jupyter_repro.cli.output.reports import write_reports
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.rescuing import rescue as rescuing
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.verdicts import Verdicts


@click.command()
@notebooks_argument()
@click.option(
    "--asof", default="", metavar="DATE", help="Day on which it ran. [default: as git or its metadata say]"
)
@click.option(
    "--tries", type=click.IntRange(min=1), default=8, show_default=True, help="Environments to run it in."
)
@click.option("--timeout", type=Seconds(), help="Seconds that one cell may take.")
@detail_options
def rescue(paths: tuple[str, ...], asof: str, tries: int, timeout: float | None) -> None:
    """Find the environment of notebooks that came without versions.

    PATHS are notebooks, folders and globs; of folders and globs those without a snapshot. It is the environment in
    which a notebook gives its stored outputs again. Its lock and a snapshot of the stored outputs are written beside
    it; the notebook itself is not written to.

    Exit status: as of verify, for the best that was found.
    """

    def rescued(notebook: Path) -> int:
        found = rescuing.rescue(notebook, asof, tries, lambda line: say(line, err=True), timeout)
        return _said(notebook, found)

    asked = notebook_files(paths)
    wanted = [each for each in asked if str(each) in paths or not snapshot_path(each).exists()]
    if not wanted:
        say("every notebook there has a snapshot: nothing is to be rescued")
    sys.exit(for_each(wanted, rescued))


def _said(notebook: Path, found: rescuing.Rescued) -> int:
    """Say what was found; answers the exit status."""
    cells = f"{found.agreeing} of {found.cells} cells agree"
    say(f"{cells}, on Python {found.lock.python}, packages of {found.lock.asof}")
    say(f"  locked in {found.lock.path}, recorded in {snapshot_path(notebook)}; check it with:")
    say(f"  jupyter repro verify {shell_word(notebook)} --isolated")
    verdicts = Verdicts(notebooks=(found.verdict,))
    write_reports(verdicts)
    return verdicts.exit_status
