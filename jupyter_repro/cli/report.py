"""`jupyter repro report`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from jupyter_repro.cli.output.destinations import destinations, report_options
from jupyter_repro.cli.output.reports import write_reports
from jupyter_repro.errors import UnreadableInput
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.reports.merging import Report, in_several, merged
from jupyter_repro.reports.report_file import read_report


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@report_options
def report(files: tuple[Path, ...], chosen: tuple[str, ...], targets: tuple[str, ...]) -> None:
    """Merge JSON reports of verify into one report.

    FILES are those that verify wrote, on several CI runners for instance. Nothing is executed. Of a notebook that
    several reports have, the gravest verdict holds, and of equally grave ones that of the last report.

    Exit status: as of verify, for all verdicts together; 2, and nothing is written, where a file cannot be read.
    """
    reports = _read(files)
    where = destinations(chosen, targets)
    if twice := in_several(reports):
        have = "is" if len(twice) == 1 else "are"
        click.echo(
            f"{counted(len(twice), 'notebook')} {have} in several reports: the gravest verdict holds",
            err=True,
        )
    verdicts = merged(reports)
    write_reports(verdicts, where)
    sys.exit(verdicts.exit_status)


def _read(files: Sequence[Path]) -> list[Report]:
    """All reports; where any cannot be read, the command names each of these and ends."""
    reports, problems = [], []
    for file in files:
        try:
            reports.append(Report(str(file), read_report(file)))
        except UnreadableInput as error:
            problems.append(str(error))
    if problems:
        click.echo("\n".join(problems), err=True)
        sys.exit(UnreadableInput.exit_status)
    return reports
