"""`jupyter repro track`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jupyter_repro.cli.arguments.notebook_argument import notebook_at
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.tracking import publishing
from jupyter_repro.tracking.chosen_addresses import address_to_publish
from jupyter_repro.tracking.neptune_import import import_neptune as import_neptune_runs
from jupyter_repro.tracking.sending import Sent
from jupyter_repro.tracking.sent_words import words
from jupyter_repro.tracking.wheels import built_wheel

DEFAULT = "mlflow:"
NOT_SENT = 3
_NOTHING = "nothing waits to be sent"


@click.command()
@click.argument("notebook", required=False)
@click.argument("address", required=False)
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
def track(
    notebook: str | None,
    address: str | None,
    build_wheel: bool,
    retry: bool,
    forget: bool,
    import_neptune: Path | None,
) -> None:
    """Publish the snapshot of NOTEBOOK as a run of the tracker at ADDRESS, such as mlflow:http://host:5000.

    Without ADDRESS: where the notebook or the project's settings say, else MLflow's database mlflow.db in the project.
    """
    if forget and notebook:
        raise click.UsageError("--forget drops all that waits: name no notebook")
    if import_neptune:
        _import(import_neptune, notebook or DEFAULT)
    elif notebook is not None:
        path = notebook_at(notebook)
        document = publishing.recorded_notebook(path)
        where = address_to_publish(path, document, address, DEFAULT)
        wheel = built_wheel(path) if build_wheel else None
        _tell([publishing.publish(path, document, where, wheel)])
    elif forget:
        _forget()
    elif not retry:
        raise click.UsageError("say which notebook, --retry or --forget")
    else:
        _tell(publishing.retry(), nothing=_NOTHING)


def _import(folder: Path, address: str) -> None:
    done = list(import_neptune_runs(folder, address))
    failed = [each for each in done if each.what]
    where = next((each.destination.address for each in done if each.destination), address)
    click.echo(f"{counted(len(done) - len(failed), 'run')} of Neptune's published in {where}")
    if failed:
        _tell(failed)


def _forget() -> None:
    dropped = publishing.forget()
    for each in dropped:
        click.echo(f"dropped: {each}")
    if not dropped:
        click.echo(_NOTHING)


def _tell(sent: list[Sent], nothing: str = "") -> None:
    if not sent:
        click.echo(nothing)
    for each in publishing.grouped(sent):
        for line in words(each):
            click.echo(line, err=bool(each.what))
    if any(each.what for each in sent):
        sys.exit(NOT_SENT)
