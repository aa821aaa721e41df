"""`jupyter repro trust`, and the question that asks for it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from jupyter_repro.cli.output.detail import quiet_option, say
from jupyter_repro.errors import ReproError
from jupyter_repro.trust.decision import trust
from jupyter_repro.trust.trusted_projects import EVERY, is_answered, trusted_folders, untrusted


@click.command(name="trust")
@click.argument(
    "folders", nargs=-1, metavar="[FOLDER]...", type=click.Path(path_type=Path, file_okay=False, exists=True)
)
@click.option("--remove", is_flag=True, help="Trust it no more.")
@click.option("--list", "listed", is_flag=True, help="List the projects that you trust.")
@quiet_option
def trust_project(folders: tuple[Path, ...], remove: bool, listed: bool) -> None:
    """Let the settings of a project name trackers and remotes.

    Without FOLDER it is the project of this one. The settings of a project that you do not trust are not used: a
    tracker would be sent your credentials, and what your notebooks hold. It is kept for you, outside of the project.
    JUPYTER_REPRO_TRUST=1 or --trust, in front of the command, trust every project, for CI.
    """
    if listed:
        for each in trusted_folders():
            click.echo(str(each))
        return
    for folder in folders or (Path(),):
        root = trust(folder, trusted=not remove)
        may = (
            "is not trusted any more" if remove else "is trusted: its settings may name trackers and remotes"
        )
        say(f"{root} {may}")


def take_trust(*, given: bool) -> None:
    """Trust every project in this run where that is `given`; else ask, where it matters and somebody can answer."""
    if given:
        os.environ[EVERY] = "1"
    if given or not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return
    here = Path.cwd()
    with suppress(ReproError):  # the command says so
        named = "" if is_answered(here) else untrusted(here)
        if named:
            trust(here, trusted=click.confirm(f"This project names {named}. Do you trust it?", err=True))
