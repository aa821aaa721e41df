"""`jupyter repro sweep`."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from jupyter_repro.cli.arguments.jobs_option import jobs_option
from jupyter_repro.cli.arguments.notebook_argument import NOTEBOOK, with_run_limits
from jupyter_repro.cli.output.detail import is_quiet, quiet_option, say
from jupyter_repro.cli.output.format_option import format_option
from jupyter_repro.cli.output.reports import colour, width
from jupyter_repro.exit_statuses import FAILED, INTERRUPTED, WELL
from jupyter_repro.records.run_limits import RunLimits
from jupyter_repro.records.sweeps import SWEEP_FILE, Trial, encode_sweep
from jupyter_repro.reporters.sweep_text import sweep_text, trial_words
from jupyter_repro.sweeping.grid import values_of
from jupyter_repro.sweeping.published import with_tracker
from jupyter_repro.sweeping.sweep import folder_beside, swept, warnings
from jupyter_repro.sweeping.trials import SweepOptions
from jupyter_repro.tracking.chosen_addresses import check_chosen
from jupyter_repro.tracking.sending import sender_ready
from jupyter_repro.tracking.spread import spreads


@click.command()
@click.argument("notebook", type=NOTEBOOK)
@click.option(
    "-p",
    "pairs",
    nargs=2,
    multiple=True,
    metavar="NAME VALUES",
    help="Values of a parameter: 0.1,0.01 or 1:5.",
)
@jobs_option("1")
@click.option("--track", metavar="ADDRESS", help="Publish it there, instead of where is set; off: nowhere.")
@click.option(
    "--into", type=click.Path(path_type=Path), help="Folder of the trials. [default: NOTEBOOK-sweep]"
)
@click.option("--resume", is_flag=True, help="Keep trials of the same source, parameters and seed.")
@click.option("--seed", type=int, help="Seed of trials whose parameters set none.")
@with_run_limits
@click.option("--kernel", help="Kernel to run in, instead of the one that the notebook names.")
@click.option("--lower", multiple=True, metavar="METRIC", help="Of this metric the lowest value is the best.")
@click.option(
    "--higher", multiple=True, metavar="METRIC", help="Of this metric the highest value is the best."
)
@format_option(("text", "json"))
@quiet_option
def sweep(
    notebook: Path,
    pairs: tuple[tuple[str, str], ...],
    jobs: int,
    track: str | None,
    into: Path | None,
    resume: bool,
    seed: int | None,
    timeout: float | None,
    notebook_timeout: float | None,
    memory_limit: int | None,
    kernel: str | None,
    lower: tuple[str, ...],
    higher: tuple[str, ...],
    chosen: str | None,
) -> None:
    """Run NOTEBOOK with every combination of some values.

    Each trial runs in a fresh kernel and has a snapshot of its own. It takes one notebook, for the trials of one are
    compared. A parameter called seed pins too: over seeds, the spread of every metric is shown. Ctrl-C leaves what is
    done; go on with --resume.
    """
    folder = (into or folder_beside(notebook)).absolute()
    asked = SweepOptions(
        notebook.absolute(),
        values_of(pairs),
        folder,
        jobs,
        seed,
        timeout,
        kernel,
        resume,
        RunLimits(notebook_timeout, memory_limit),
        lower,
        higher,
    )
    address = check_chosen(track, asked.notebook)
    for warning in warnings(asked):
        click.echo(warning, err=True)
    with sender_ready(address):
        found = swept(asked, _tell_nobody if chosen == "json" or is_quiet() else _tell)
        stopped = any(trial.state == "waiting" for trial in found.trials)
        found, lines = with_tracker(found, asked, track or "")
    if chosen == "json":
        click.echo(encode_sweep(found), nl=False)
    elif not is_quiet():
        click.echo()
        click.echo(sweep_text(found, spreads(found.trials, lower, higher), width=width(), colour=colour()))
    for line in (*lines, f"the results are in {os.path.relpath(folder / SWEEP_FILE)}"):
        say(f"  {line}", err=chosen == "json")
    if not found.complete:
        click.echo(f"  go on with: {_again()}", err=True)
    sys.exit(INTERRUPTED if stopped else WELL if found.complete else FAILED)


def _tell(trial: Trial) -> None:
    click.echo(trial_words(trial))


def _tell_nobody(_trial: Trial) -> None:
    pass


def _again() -> str:
    given = sys.argv[1:] if "--resume" in sys.argv else [*sys.argv[1:], "--resume"]
    return f"jupyter repro {shlex.join(given)}"
