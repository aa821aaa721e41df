"""`jupyter repro verify`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jupyter_repro.cli.notebook_argument import with_run_limits
from jupyter_repro.cli.progress import cell_progress
from jupyter_repro.cli.reports import formats, write_reports
from jupyter_repro.cli.snapshot import parameters_of
from jupyter_repro.handing_over.verification import Surroundings, verify_in
from jupyter_repro.records.run_limits import RunLimits
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying import batch as many
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.verdict_updates import update_trackers


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--format",
    "chosen",
    multiple=True,
    type=click.Choice(formats()),
    help="Format of the report. [default: text]",
)
@click.option(
    "-o",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write a report to.",
)
@click.option(
    "-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="In place of a recorded one."
)
@with_run_limits
@click.option("--kernel", help="Kernel to run in, instead of the one that the notebook names.")
@click.option("--strict", is_flag=True, help="Fail where the context drifted, also where all outputs agree.")
@click.option(
    "--recorded-data", is_flag=True, help="On the data of then, in a copy of the project; touches nothing."
)
@click.option("--isolated", is_flag=True, help="In a copy of the project and the environment of its lock.")
@click.option(
    "--sandbox/--no-sandbox",
    default=None,
    help="In a copy of the project that sees nothing else of this machine. [default: for a stranger's bundle]",
)
@click.option("--no-network", is_flag=True, help="With --isolated: without network, where the system can.")
@click.option(
    "--require-signature",
    "key",
    type=click.Path(path_type=Path, exists=True),
    metavar="KEY",
    help="Of a bundle: refuse it unless this public key (PEM) signed it.",
)
@click.option(
    "--into", type=click.Path(path_type=Path), help="Of a bundle: folder to unpack it into, and keep."
)
@click.option("--fail-fast", is_flag=True, help="End a notebook at its first cell that raises unexpectedly.")
def verify(
    paths: tuple[str, ...],
    chosen: tuple[str, ...],
    files: tuple[Path, ...],
    parameters: tuple[tuple[str, str], ...],
    timeout: float | None,
    notebook_timeout: float | None,
    memory_limit: int | None,
    kernel: str | None,
    strict: bool,
    fail_fast: bool,
    recorded_data: bool,
    isolated: bool,
    no_network: bool,
    sandbox: bool | None,
    key: Path | None,
    into: Path | None,
) -> None:
    """Re-execute notebooks against their snapshots and compare every output.

    PATHS are notebooks, folders, globs, bundles, or addresses that papermill can read. Notebooks are never written to.

    Exit status: 0 all identical or equivalent, 1 something diverged (or, with --strict, drifted), 2 wrong usage or
    unreadable input, 3 something failed, 4 something stale or unverifiable; of several, the highest.
    """

    def attempt(path: str) -> Verdict:
        with cell_progress(Path(path).name) as progress:
            options = one.Options(
                timeout,
                kernel,
                parameters_of(parameters),
                progress,
                strict,
                fail_fast,
                recorded_data=recorded_data,
                limits=RunLimits(notebook_timeout, memory_limit),
            )
            return verify_in(path, options, Surroundings(isolated, not no_network, key, into, sandbox))

    verdicts = update_trackers(many.verify_all(many.notebooks(paths), attempt))
    write_reports(verdicts, chosen, files)
    sys.exit(verdicts.exit_status)
