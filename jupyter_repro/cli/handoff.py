"""`jupyter repro handoff`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jupyter_repro.cli.arguments.notebook_argument import NOTEBOOK, with_run_limits
from jupyter_repro.cli.output.reports import write_reports
from jupyter_repro.cli.progress.following import cell_progress
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.sizes import human_size
from jupyter_repro.handing_over.handoff import Handoff, hand_over
from jupyter_repro.records.run_limits import RunLimits
from jupyter_repro.verdicts import Verdicts
from jupyter_repro.verifying import notebook as one


@click.command()
@click.argument("notebook", type=NOTEBOOK)
@click.option("-o", "output", type=click.Path(path_type=Path, dir_okay=False), help="The bundle to write.")
@click.option(
    "--data-limit",
    type=click.FloatRange(min=0),
    default=2000,
    help="MB of a data file that goes along. [2000]",
)
@click.option(
    "--sign", "key", type=click.Path(path_type=Path, exists=True), metavar="KEY", help="Private key, PEM."
)
@click.option("--no-network", is_flag=True, help="Verify without network, where the system can.")
@with_run_limits
def handoff(
    notebook: Path,
    output: Path | None,
    data_limit: float,
    key: Path | None,
    no_network: bool,
    timeout: float | None,
    notebook_timeout: float | None,
    memory_limit: int | None,
) -> None:
    """Verify NOTEBOOK in isolation, and only then pack it with everything that it needs into one bundle.

    It is recorded first where it has no snapshot. The receiver needs one command: jupyter repro verify BUNDLE.
    """
    with cell_progress(notebook.name) as progress:
        wishes = Handoff(
            output, data_limit * 1e6, key, not no_network, lambda line: click.echo(f"  {line} …", err=True)
        )
        limits = RunLimits(notebook_timeout, memory_limit)
        done = hand_over(notebook, wishes, one.Options(timeout=timeout, progress=progress, limits=limits))
    write_reports(Verdicts(notebooks=(done.verdict,)))
    if done.bundle is None:
        click.echo("  nothing was packed", err=True)
        sys.exit(done.verdict.exit_status)
    click.echo(
        f"{done.bundle} written, {human_size(done.bundle.stat().st_size)}; the receiver verifies it with:"
    )
    click.echo(f"  jupyter repro verify {shell_word(done.bundle.name)}")
    for name in done.left_out:
        click.echo(f"  not in it, only its digest: {name}")
