"""`jupyter repro diff`."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from jupyter_repro.verifying.comparing_snapshots import Difference, difference


@click.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format", "chosen", type=click.Choice(["text", "json"]), default="text", help="Format of the answer."
)
def diff(before: Path, after: Path | None, chosen: str) -> None:
    """Tell what changed since the snapshot of the notebook BEFORE, or between two snapshots.

    Nothing is executed: sources, stored outputs, data, modules, git and machine are compared.
    """
    found = difference(before, after)
    if chosen == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
        return
    for line in lines(found):
        click.echo(line)


def lines(found: Difference) -> list[str]:
    """The difference as text."""
    told = [f"  {change.kind} {change.name}: {change.recorded} → {change.found}" for change in found.context]
    told += [f"  {sentence}" for sentence in found.cells]
    return [f"{found.before} → {found.after}", *(told or ["  nothing changed"])]
