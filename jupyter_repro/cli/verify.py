"""`jupyter repro verify`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jupyter_repro.cli.jobs_option import jobs_option
from jupyter_repro.cli.output.destinations import destinations, report_options
from jupyter_repro.cli.output.reports import write_reports
from jupyter_repro.cli.progress.following import following
from jupyter_repro.cli.snapshot import parameters_of
from jupyter_repro.executing.plan import Progress
from jupyter_repro.handing_over.verification import Surroundings, verify_in
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying import batch as many
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.verdict_updates import update_trackers


@click.command()
@click.argument("paths", nargs=-1, required=True)
@report_options
@click.option(
    "-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="In place of a recorded one."
)
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), help="Seconds that one cell may take."
)
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
@jobs_option("auto")
@click.option("--fail-fast", is_flag=True, help="End a notebook at its first cell that raises unexpectedly.")
def verify(
    paths: tuple[str, ...],
    chosen: tuple[str, ...],
    targets: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    timeout: float | None,
    kernel: str | None,
    strict: bool,
    fail_fast: bool,
    recorded_data: bool,
    isolated: bool,
    no_network: bool,
    sandbox: bool | None,
    key: Path | None,
    into: Path | None,
    jobs: int,
) -> None:
    """Re-execute notebooks against their snapshots and compare every output.

    PATHS are notebooks, folders, globs, bundles, or addresses that papermill can read. Notebooks are never written to.

    Exit status: 0 all identical or equivalent, 1 something diverged (or, with --strict, drifted), 2 wrong usage or
    unreadable input, 3 something failed, 4 something stale or unverifiable; of several, the highest.
    """
    surroundings = Surroundings(isolated, not no_network, key, into, sandbox)

    def attempt(path: str, progress: Progress) -> Verdict:
        given = parameters_of(parameters)
        options = one.Options(
            timeout, kernel, given, progress, strict, fail_fast, recorded_data=recorded_data
        )
        return verify_in(path, options, surroundings)

    reports = destinations(chosen, targets)
    names = many.notebooks(paths)
    with following(names) as watcher:
        verdicts = many.verify_all(names, attempt, number=jobs, watcher=watcher)
    verdicts = update_trackers(verdicts)
    write_reports(verdicts, reports)
    sys.exit(verdicts.exit_status)
