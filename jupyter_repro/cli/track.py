"""`jupyter repro track`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jupyter_repro.tracking import publishing
from jupyter_repro.tracking.destinations import chosen_address
from jupyter_repro.tracking.sending import Sent
from jupyter_repro.tracking.wheels import built_wheel

DEFAULT = "mlflow:"
NOT_SENT = 3


@click.command()
@click.argument("notebook", required=False, type=click.Path(path_type=Path))
@click.argument("address", required=False)
@click.option(
    "--build-wheel", is_flag=True, help="Build the notebook's project as a wheel, and publish it too."
)
@click.option("--retry", is_flag=True, help="Send what could not be sent.")
def track(notebook: Path | None, address: str | None, build_wheel: bool, retry: bool) -> None:
    """Publish the snapshot of NOTEBOOK as a run of the tracker at ADDRESS, such as mlflow:http://host:5000.

    Without ADDRESS: where the notebook or the project's settings say, else MLflow's database mlflow.db in the project.
    """
    if not (notebook or retry):
        raise click.UsageError("say which notebook, or --retry")
    if notebook:
        document = publishing.recorded_notebook(notebook)
        where = chosen_address(notebook, document, address or "") or DEFAULT
        wheel = built_wheel(notebook) if build_wheel else None
        _tell([publishing.publish(notebook, document, where, wheel)])
    else:
        _tell(publishing.retry(), nothing="nothing waits to be sent")


def _tell(sent: list[Sent], nothing: str = "") -> None:
    if not sent:
        click.echo(nothing)
    for each in sent:
        for line in publishing.words(each):
            click.echo(line, err=bool(each.what))
    if any(each.what for each in sent):
        sys.exit(NOT_SENT)
