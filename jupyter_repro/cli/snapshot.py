"""`jupyter repro snapshot`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from jupyter_repro.cli.arguments.jobs_option import jobs_option
from jupyter_repro.cli.arguments.notebook_argument import notebook_at, with_run_limits
from jupyter_repro.cli.arguments.notebooks_argument import notebooks_argument
from jupyter_repro.cli.output.detail import quiet_option, say
from jupyter_repro.cli.progress.failures import Failed, failed_by
from jupyter_repro.cli.progress.following import cell_progress, following
from jupyter_repro.errors import ReproError
from jupyter_repro.executing.plan import Progress
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.pinning.applied_pins import EVERY_LIBRARY, PER_CELL, UUID
from jupyter_repro.recording.consumed_snapshots import unknown_words
from jupyter_repro.records.run_limits import RunLimits
from jupyter_repro.records.watched import ALL as ALL_VARIABLES
from jupyter_repro.records.watched import EXCEPT
from jupyter_repro.reporters.context import summary
from jupyter_repro.reporters.early_words import early_lines
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.taking_snapshots.companions import lock_and_keep
from jupyter_repro.taking_snapshots.recorded_copy import record_copy
from jupyter_repro.taking_snapshots.recorded_run import RecordingOptions, record
from jupyter_repro.tracking.chosen_addresses import check_chosen
from jupyter_repro.tracking.publishing import publish_beside
from jupyter_repro.tracking.sending import sender_ready
from jupyter_repro.verifying import batch as many


def parameter(text: str) -> Any:
    """A parameter's value: JSON where it is JSON, else the text itself."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def parameters_of(pairs: tuple[tuple[str, str], ...]) -> dict[str, Any] | None:
    """Parameters as given with -p; None where none was given."""
    return {name: parameter(value) for name, value in pairs} or None


@click.command()
@notebooks_argument()
@click.option("--seed", type=int, help="Seed of every generator. [default: the recorded one, else 42]")
@click.option("--per-cell", is_flag=True, help="Set all generators again at each cell's start.")
@click.option("--pin-uuid", is_flag=True, help="Make uuid.uuid4() repeat as well.")
@click.option(
    "--watch", "names", multiple=True, metavar="NAME", help="Compare this variable after each cell."
)
@click.option(
    "--watch-all", is_flag=True, help="Compare all variables after each cell, within a second a cell."
)
@click.option(
    "--watch-except", "excepted", multiple=True, metavar="NAME", help="With --watch-all: not this one."
)
@click.option("--no-watch", is_flag=True, help="Watch nothing, though it was watched when last recorded.")
@click.option(
    "-p", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter, as in papermill."
)
@with_run_limits
@click.option("--kernel", help="Kernel to run it in, instead of the one that the notebook names.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the executed notebook and its snapshot here, and leave the notebook as it is.",
)
@jobs_option("1")
@click.option("--track", metavar="ADDRESS", help="Publish it there, instead of where is set; off: nowhere.")
@quiet_option
def snapshot(
    paths: tuple[str, ...],
    seed: int | None,
    per_cell: bool,
    pin_uuid: bool,
    names: tuple[str, ...],
    watch_all: bool,
    excepted: tuple[str, ...],
    no_watch: bool,
    parameters: tuple[tuple[str, str], ...],
    timeout: float | None,
    notebook_timeout: float | None,
    memory_limit: int | None,
    kernel: str | None,
    output: Path | None,
    jobs: int,
    track: str | None,
) -> None:
    """Run notebooks with the pins on, and record what they depend on.

    PATHS are notebooks, folders and globs. Each runs in a fresh kernel. The outputs are written into the notebook and
    the snapshot beside it: both, or neither when a cell fails. With --output the notebook is executed as it was
    recorded and stays as it is.

    Several notebooks run one after the other, for one that was never recorded may need what another one writes; --jobs
    runs more at a time.
    """
    options = tuple(name for name, asked in ((PER_CELL, per_cell), (UUID, pin_uuid)) if asked)
    watch = (*names, *((ALL_VARIABLES,) if watch_all else ()), *((EXCEPT, *excepted) if excepted else ()))
    wishes = RecordingOptions(
        seed,
        options or None,
        parameters_of(parameters),
        timeout,
        kernel,
        watch if watch or no_watch else None,
        limits=RunLimits(notebook_timeout, memory_limit),
    )
    chosen = many.notebooks(paths)
    addresses = [check_chosen(track, notebook_at(path)) for path in filter(os.path.isfile, chosen)]

    def said_of(path: str, progress: Progress) -> list[str]:
        return _recorded(Path(path), output, wishes, progress, track or "")

    if len(chosen) > 1:
        if output:
            raise click.UsageError("--output is of one notebook")
        sys.exit(_record_all(chosen, said_of, jobs))
    with sender_ready("".join(addresses)), cell_progress(Path(chosen[0]).name) as progress:
        lines = said_of(chosen[0], progress)
    say("\n".join(lines))


def _recorded(
    notebook: Path, output: Path | None, wishes: RecordingOptions, progress: Progress, track: str
) -> list[str]:
    """Record a notebook; what is said of that, a line each."""
    recorded = (
        record_copy(notebook, output, wishes, progress) if output else record(notebook, wishes, progress)
    )
    first = f"{notebook} recorded: {summary(recorded)}"
    notebook = output or notebook
    lines = (
        *filter(None, [recorded.context.pins.get(EVERY_LIBRARY)]),
        *early_lines(recorded),
        *unknown_words(recorded.context.consumes),
        *(keep_snapshot(output, recorded).lines() if output else lock_and_keep(notebook, recorded)),
        *publish_beside(notebook, read_notebook(notebook), track),
        f"in {snapshot_path(notebook)}; commit it with the notebook, and check it with:",
        f"jupyter repro verify {shell_word(notebook)}",
    )
    return [first, *(f"  {line}" for line in lines)]


def _record_all(paths: Sequence[str], said_of: Callable[[str, Progress], list[str]], jobs: int) -> int:
    """Record all, and say of each what came of it, in their order; answers the exit status."""

    def attempt(path: str, progress: Progress) -> list[str] | Failed:
        try:
            return said_of(path, progress)
        except ReproError as error:
            return failed_by(error)

    with following(paths) as watcher:
        found = many.answers(paths, attempt, number=jobs, watcher=watcher)
    answers = [failed_by(each) if isinstance(each, ReproError) else each for each in found]
    failed = [each for each in answers if isinstance(each, Failed)]
    for each in answers:
        if not isinstance(each, Failed):
            say("\n".join(each))
    for each in failed:
        click.echo(each.what, err=True)
    return max((each.exit_status for each in failed), default=0)
