"""`jupyter repro doctor`."""

from __future__ import annotations

import tempfile
from itertools import groupby
from pathlib import Path

import click
import msgspec

from jupyter_repro.environments.machine_check import Finding, findings
from jupyter_repro.files.owned_names import abandoned, remove
from jupyter_repro.sandbox.command import sandbox_here


@click.command()
@click.option(
    "--format", "chosen", type=click.Choice(["text", "json"]), default="text", help="Format of the answer."
)
@click.option("--clean", is_flag=True, help="Remove what killed runs left here and among temporary files.")
def doctor(chosen: str, clean: bool) -> None:
    """Tell what this machine can pin and record, and what is missing."""
    if clean:
        for path in left_behind():
            remove(path)
            click.echo(f"removed {path}")
        return
    found = [*findings(), _sandbox()]
    if chosen == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
        return
    for topic, group in groupby(found, key=lambda finding: finding.topic):
        click.echo(topic)
        for finding in group:
            click.echo(f"  {_line(finding)}")


def left_behind() -> list[Path]:
    """Files and folders of ours whose process was killed."""
    return [*abandoned(Path(tempfile.gettempdir())), *abandoned(Path.cwd())]


def _sandbox() -> Finding:
    kind = sandbox_here()
    missing = "install bubblewrap (apt install bubblewrap), or allow user namespaces"
    return Finding("sandbox", kind or "none", bool(kind), "" if kind else missing)


def _line(finding: Finding) -> str:
    mark = "✓" if finding.there else "✗"
    return f"{mark} {finding.name}  {finding.detail}".rstrip()
