"""`jupyter repro doctor`."""

from __future__ import annotations

from itertools import groupby

import click
import msgspec

from jupyter_repro.environments.machine_check import Finding, findings


@click.command()
@click.option(
    "--format", "chosen", type=click.Choice(["text", "json"]), default="text", help="Format of the answer."
)
def doctor(chosen: str) -> None:
    """Tell what this machine can pin and record, and what is missing."""
    found = list(findings())
    if chosen == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
        return
    for topic, group in groupby(found, key=lambda finding: finding.topic):
        click.echo(topic)
        for finding in group:
            click.echo(f"  {_line(finding)}")


def _line(finding: Finding) -> str:
    mark = "✓" if finding.there else "✗"
    return f"{mark} {finding.name}  {finding.detail}".rstrip()
