"""`jupyter repro handoff`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from jupyter_repro.cli.arguments.notebook_argument import with_run_limits
from jupyter_repro.cli.arguments.notebooks_argument import for_each, notebook_files, notebooks_argument
from jupyter_repro.cli.output.detail import detail_options, say
from jupyter_repro.cli.output.reports import write_reports
from jupyter_repro.cli.progress.following import cell_progress
from jupyter_repro.exit_statuses import WELL
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.sizes import human_size
from jupyter_repro.handing_over.handoff import Handoff, hand_over
from jupyter_repro.records.run_limits import RunLimits
from jupyter_repro.verdicts import Verdicts
from jupyter_repro.verifying import notebook as one


@click.command()
@notebooks_argument()
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The bundle to write, of one notebook.",
)
@click.option(
    "--data-limit",
    type=click.FloatRange(min=0),
    default=2000,
    show_default=True,
    help="MB of a data file that goes along.",
)
@click.option(
    "--sign", "key", type=click.Path(path_type=Path, exists=True), metavar="KEY", help="Private key, PEM."
)
@click.option("--no-network", is_flag=True, help="Verify without network, where the system can.")
@with_run_limits
@detail_options
def handoff(
    paths: tuple[str, ...],
    output: Path | None,
    data_limit: float,
    key: Path | None,
    no_network: bool,
    timeout: float | None,
    notebook_timeout: float | None,
    memory_limit: int | None,
) -> None:
    """Verify notebooks in isolation, then pack each into a bundle.

    PATHS are notebooks, folders and globs. A bundle holds everything that its notebook needs. A notebook without a
    snapshot is recorded first. The receiver needs one command: jupyter repro verify BUNDLE.

    Exit status: as of verify.
    """
    found = notebook_files(paths)
    if output and len(found) > 1:
        raise click.UsageError("-o is of one notebook")
    wishes = Handoff(output, data_limit * 1e6, key, not no_network, lambda line: say(f"  {line} …", err=True))
    options = one.Options(timeout=timeout, limits=RunLimits(notebook_timeout, memory_limit))
    sys.exit(for_each(found, lambda notebook: _handed_over(notebook, wishes, options)))


def _handed_over(notebook: Path, wishes: Handoff, options: one.Options) -> int:
    """Hand one over, and say what came of it; answers the exit status."""
    with cell_progress(notebook.name) as progress:
        done = hand_over(notebook, wishes, replace(options, progress=progress))
    write_reports(Verdicts(notebooks=(done.verdict,)))
    if done.bundle is None:
        click.echo("  nothing was packed", err=True)
        return done.verdict.exit_status
    say(f"{done.bundle} written, {human_size(done.bundle.stat().st_size)}; the receiver verifies it with:")
    say(f"  jupyter repro verify {shell_word(done.bundle.name)}")
    for name in done.left_out:
        say(f"  not in it, only its digest: {name}")
    return WELL
