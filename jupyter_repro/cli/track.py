"""`jupyter repro track`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from glob import has_magic
from pathlib import Path

import click

from jupyter_repro.addresses.tracker_addresses import tracker_address
from jupyter_repro.cli.arguments.notebooks_argument import for_each, notebooks_argument, recorded_notebooks
from jupyter_repro.cli.output.detail import quiet_option, say
from jupyter_repro.exit_statuses import FAILED, WELL
from jupyter_repro.extensions.registry import registered
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.trackers.destinations import OFF, destination_of
from jupyter_repro.tracking import publishing
from jupyter_repro.tracking.chosen_addresses import address_to_publish
from jupyter_repro.tracking.neptune_import import import_neptune as import_neptune_runs
from jupyter_repro.tracking.sending_process import Sent
from jupyter_repro.tracking.sent_words import words
from jupyter_repro.tracking.wheels import built_wheel

DEFAULT = "mlflow:"
_NOTHING = "nothing waits to be sent"


@click.command()
@notebooks_argument(required=False, metavar="[PATHS]... [ADDRESS]")
@click.option(
    "--build-wheel", is_flag=True, help="Build the notebook's project as a wheel, and publish it too."
)
@click.option("--retry", is_flag=True, help="Send what could not be sent.")
@click.option("--forget", is_flag=True, help="Drop what could not be sent, and say what it was.")
@click.option(
    "--import-neptune",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Publish the runs that neptune-exporter has written to FOLDER; ADDRESS is the only argument then.",
)
@quiet_option
def track(
    paths: tuple[str, ...],
    build_wheel: bool,
    retry: bool,
    forget: bool,
    import_neptune: Path | None,
) -> None:
    """Publish snapshots in an experiment tracker.

    PATHS are notebooks, folders and globs; of folders and globs what has a snapshot. Each snapshot becomes a run of
    the tracker at ADDRESS, such as mlflow:http://host:5000, which is the last argument. Without ADDRESS: where the
    notebook or the project's settings say, else MLflow's database mlflow.db in the project.
    """
    if forget and paths:
        raise click.UsageError("--forget drops all that waits: name no notebook")
    if import_neptune:
        _import(import_neptune, *(paths or (DEFAULT,)))
    elif paths:
        names, address = _apart(paths)
        found = recorded_notebooks(names)
        if address and address != OFF:
            destination_of(
                address, found[0]
            )  # an address that is none is one error, not one for each notebook

        def published(notebook: Path) -> int:
            document = publishing.recorded_notebook(notebook)
            where = address_to_publish(notebook, document, address, DEFAULT)
            wheel = built_wheel(notebook) if build_wheel else None
            return _tell([publishing.publish(notebook, document, where, wheel)])

        sys.exit(for_each(found, published))
    elif forget:
        _forget()
    elif not retry:
        raise click.UsageError("say which notebook, --retry or --forget")
    else:
        sys.exit(_tell(publishing.retry(), nothing=_NOTHING))


def _apart(paths: Sequence[str]) -> tuple[Sequence[str], str | None]:
    """The notebooks, and the address behind them; None where there is none."""
    *names, last = paths
    return (names, last) if names and not _is_notebook(last) else (paths, None)


def _is_notebook(text: str) -> bool:
    """Whether it names notebooks, and no tracker."""
    is_address = tracker_address(text).scheme in {tracker.name for tracker in registered("trackers")}
    return not is_address and (text.endswith(".ipynb") or has_magic(text) or Path(text).is_dir())


def _import(folder: Path, address: str) -> None:
    done = list(import_neptune_runs(folder, address))
    failed = [each for each in done if each.what]
    where = next((each.destination.address for each in done if each.destination), address)
    click.echo(f"{counted(len(done) - len(failed), 'run')} of Neptune's published in {where}")
    if failed:
        sys.exit(_tell(failed))


def _forget() -> None:
    dropped = publishing.forget()
    for each in dropped:
        say(f"dropped: {each}")
    if not dropped:
        say(_NOTHING)


def _tell(sent: list[Sent], nothing: str = "") -> int:
    """Say what came of it; answers the exit status."""
    if not sent:
        say(nothing)
    for each in publishing.grouped(sent):
        for line in words(each):
            (click.echo if each.what else say)(line, err=bool(each.what))
    return FAILED if any(each.what for each in sent) else WELL
