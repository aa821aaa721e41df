"""`jupyter repro why`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.cli.arguments.fixed_target import fixed_target
from jupyter_repro.cli.arguments.notebook_argument import Seconds, with_run_limits
from jupyter_repro.cli.arguments.notebooks_argument import notebooks_argument
from jupyter_repro.cli.output.destinations import destinations, report_options
from jupyter_repro.cli.output.fixes import Fixes
from jupyter_repro.cli.output.reports import write_reports
from jupyter_repro.cli.snapshot import parameters_of
from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.experiments import why as experiments
from jupyter_repro.experiments.baseline import committed_baseline
from jupyter_repro.experiments.orders.reordered import write_reordered
from jupyter_repro.experiments.tracked_runs import are_runs, why_runs
from jupyter_repro.experiments.why import Inquiry
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.run_limits import RunLimits
from jupyter_repro.reporters.experiment_words import MARKS, experiment_line
from jupyter_repro.verdicts import Experiment, Verdict, Verdicts
from jupyter_repro.verifying import batch
from jupyter_repro.verifying import notebook as one


@click.command()
@notebooks_argument(required=False, metavar="PATHS...|RUN RUN")
@report_options
@click.option(
    "-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="In place of a recorded one."
)
@click.option(
    "--budget", type=Seconds(), default=60.0, show_default=True, help="Seconds for all experiments."
)
@click.option(
    "--max-builds",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="Runs for which recorded versions of packages may be installed, into the cache.",
)
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    default=1,
    help="Verify this often first, and say how many runs diverge, with a 95 % interval.",
)
@click.option("--stress", is_flag=True, help="Of a reproducible notebook: what else it depends on.")
@click.option(
    "--reorder",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Write the notebook in the order that gives its stored outputs.",
)
@click.option(
    "--fix",
    is_flag=False,
    flag_value="",
    metavar="[OUT.ipynb]",
    help="Try remedies on copies, show those that cure, and write the notebook with them to OUT.ipynb.",
)
@click.option(
    "--from", "revision", metavar="REV", help="What git has of this revision stands for what was recorded."
)
@click.option("--track", metavar="ADDRESS", default="", help="Of two runs: the tracker that has them.")
@click.option("--kernel", help="Kernel to run in, instead of the one that the notebook names.")
@with_run_limits
def why(
    paths: tuple[str, ...],
    chosen: tuple[str, ...],
    targets: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    budget: float,
    max_builds: int,
    runs: int,
    stress: bool,
    reorder: Path | None,
    fix: str | None,
    revision: str | None,
    track: str,
    kernel: str | None,
    timeout: float | None,
    notebook_timeout: float | None,
    memory_limit: int | None,
) -> None:
    """Verify notebooks, and prove by experiment why one diverges.

    PATHS are notebooks, folders and globs. A notebook runs again with one thing held, varied or put back, until the
    output returns. Every run has a view of the project of its own: nothing in it is written to, and trackers that
    environment variables name are sent nothing. Where numbers differ, it says how much of the change each thing
    accounts for. Of two RUNs of a tracker the first is what was recorded, and the second is run again.

    Exit status: as of verify.
    """
    reports = destinations(chosen, targets)
    paths, target = fixed_target(paths, fix)
    limits = RunLimits(notebook_timeout, memory_limit)
    options = one.Options(timeout, kernel, parameters_of(parameters), limits=limits)
    inquiry = Inquiry(budget if fix is None else budget / 2, max_builds, runs, stress)
    of_runs = are_runs(paths, track)
    if of_runs and (revision or fix is not None or reorder):
        raise click.UsageError("--from, --fix and --reorder are of notebooks, not of runs")
    if of_runs:
        found = [why_runs(paths, track, options, inquiry, _say)]
    else:
        found = [_explained(path, revision, options, inquiry) for path in batch.notebooks(paths)]
    written = None if fix is None else Fixes(target)
    if written is not None:
        found = [_with_fixes(verdict, written, options, budget) for verdict in found]
    verdicts = Verdicts(notebooks=tuple(found))
    write_reports(verdicts, reports)
    if written is not None:
        written.say()
    if reorder:
        _reorder(verdicts, reorder)
    sys.exit(verdicts.exit_status)


def _explained(name: str, revision: str | None, options: one.Options, inquiry: Inquiry) -> Verdict:
    if is_remote(name) or not name.endswith(".ipynb"):
        raise UnreadableInput(
            name, "experiments are made with notebooks of this machine", "open or copy it first"
        )
    path = Path(name)
    baseline = committed_baseline(path, revision) if revision else None
    return experiments.why(path, options, inquiry, _say, baseline)


def _with_fixes(verdict: Verdict, written: Fixes, options: one.Options, budget: float) -> Verdict:
    """With what is left of the budget."""
    left = budget - sum(each.seconds for each in verdict.experiments)
    return written.tried(Path(verdict.path), verdict, options, left)


def _reorder(verdicts: Verdicts, out: Path) -> None:
    """Raises ReproError where there is nothing to write, or it cannot be written."""
    found = [verdict for verdict in verdicts.notebooks if verdict.order]
    if len(verdicts.notebooks) > 1:
        raise click.UsageError("--reorder is of one notebook")
    if not found:
        raise ReproError(f"{out} is not written: no other order is known to give the stored outputs")
    write_reordered(Path(found[0].path), found[0].order, out)
    click.echo(f"written to {out}; check it with: jupyter repro verify {shell_word(out)}")


def _say(experiment: Experiment) -> None:
    """As they are made, for who waits for them."""
    if sys.stderr.isatty():
        click.echo(f"{MARKS[experiment.outcome]} {experiment_line(experiment)}", err=True)
