"""`jupyter repro verify`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from jupyter_repro.cli.arguments.choosing import choosing_options, verified
from jupyter_repro.cli.arguments.choosing import chosen as chosen_notebooks
from jupyter_repro.cli.arguments.jobs_option import jobs_option
from jupyter_repro.cli.arguments.notebook_argument import with_run_limits
from jupyter_repro.cli.arguments.notebooks_argument import notebooks_argument
from jupyter_repro.cli.output.destinations import destinations, report_options
from jupyter_repro.cli.output.reports import write_reports
from jupyter_repro.cli.progress.following import following
from jupyter_repro.cli.snapshot import parameters_of
from jupyter_repro.executing.plan import Progress, no_progress
from jupyter_repro.handing_over.verification import Surroundings, verify_in
from jupyter_repro.jobs.shard import Shard
from jupyter_repro.records.run_limits import RunLimits
from jupyter_repro.sharing.sharing_executor import SharingExecutor
from jupyter_repro.verdicts import Verdict, Verdicts
from jupyter_repro.verifying import batch as many
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.unchanged.verified_store import VerifiedStore
from jupyter_repro.verifying.verdict_updates import update_trackers


@click.command()
@notebooks_argument()
@report_options
@click.option(
    "-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="In place of a recorded one."
)
@with_run_limits
@click.option("--kernel", help="Kernel to run in, instead of the one that the notebook names.")
@click.option(
    "--strict/--no-strict",
    default=None,
    help="Fail where the context drifted, also where all outputs agree. [default: as the settings say]",
)
@click.option(
    "--recorded-data", is_flag=True, help="On the recorded data, in a copy of the project; touches nothing."
)
@click.option("--write-through", is_flag=True, help="Let what a notebook logs reach its experiment tracker.")
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
@click.option(
    "--executor",
    default="local",
    show_default=True,
    metavar="NAME",
    help="Where notebooks run: local, dask, or the address of a scheduler of Dask, tcp://HOST:PORT.",
)
@click.option(
    "--share",
    metavar="ADDRESS",
    help="With --executor: folder, or address of fsspec, by which workers get the project, where they do not see it.",
)
@choosing_options
@click.option("--fail-fast", is_flag=True, help="End a notebook at its first cell that raises unexpectedly.")
def verify(
    paths: tuple[str, ...],
    chosen: tuple[str, ...],
    targets: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    timeout: float | None,
    notebook_timeout: float | None,
    memory_limit: int | None,
    kernel: str | None,
    strict: bool | None,
    fail_fast: bool,
    recorded_data: bool,
    write_through: bool,
    isolated: bool,
    no_network: bool,
    sandbox: bool | None,
    key: Path | None,
    into: Path | None,
    jobs: int,
    executor: str,
    share: str | None,
    changed: bool,
    changed_store: str | None,
    since: str | None,
    shard: Shard | None,
) -> None:
    """Run notebooks again, and compare every output with the snapshot.

    PATHS are notebooks, folders, globs, bundles, or addresses that papermill can read. Notebooks are never written to.

    Exit status: 0 all identical or equivalent, 1 something diverged (or, with --strict, drifted), 2 wrong usage or
    unreadable input, 3 something failed, 4 something stale or unverifiable; of several, the highest.
    """
    surroundings = Surroundings(isolated, not no_network, key, into, sandbox)
    options = one.Options(
        timeout,
        kernel,
        parameters_of(parameters),
        no_progress,
        strict,
        fail_fast,
        recorded_data=recorded_data,
        limits=RunLimits(notebook_timeout, memory_limit),
        write_through=write_through,
    )
    if (changed or changed_store) and (surroundings != Surroundings() or recorded_data):
        raise click.UsageError("--changed is of notebooks that are verified here, as they lie")
    runs_on = _shared(executor, share, surroundings, recorded_data=recorded_data) if share else executor
    reports = destinations(chosen, targets)
    store = VerifiedStore(changed_store or "") if changed or changed_store else None
    names = chosen_notebooks(many.notebooks(paths), since, shard)

    def attempt(path: str, progress: Progress) -> Verdict:
        return verify_in(path, replace(options, progress=progress), surroundings)

    def run(rest: Sequence[str]) -> Verdicts:
        with following(rest) as watcher:
            return update_trackers(
                many.verify_all(rest, attempt, executor=runs_on, number=jobs, watcher=watcher)
            )

    verdicts = verified(names, options, store, run)
    write_reports(verdicts, reports)
    sys.exit(verdicts.exit_status)


def _shared(executor: str, share: str, surroundings: Surroundings, *, recorded_data: bool) -> SharingExecutor:
    """The executor whose workers get the project by an address."""
    if executor == "local":
        raise click.UsageError("--share is for workers elsewhere: name them with --executor tcp://HOST:PORT")
    if recorded_data or surroundings.key or surroundings.into:
        raise click.UsageError(
            "--recorded-data, --require-signature and --into are of files here, which workers with --share do not see"
        )
    return SharingExecutor(many.executor_at(executor), share, lambda line: click.echo(line, err=True))
