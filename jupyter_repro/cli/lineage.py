"""`jupyter repro lineage`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from jupyter_repro.cli.arguments.notebook_argument import NOTEBOOK
from jupyter_repro.cli.output.format_option import format_option
from jupyter_repro.cli.output.json_answers import json_text
from jupyter_repro.cli.output.reports import WIDTH_OF_FILES, colour, width
from jupyter_repro.cli.output.written import format_of, write_answer
from jupyter_repro.differences import chain
from jupyter_repro.records.lineage import Ancestor
from jupyter_repro.reporters.lineage.mermaid import lineage_mermaid
from jupyter_repro.reporters.lineage.page import lineage_page
from jupyter_repro.reporters.lineage.text import lineage_text

FORMATS: dict[str, Callable[[Ancestor], str]] = {
    "text": lambda found: lineage_text(found, width=WIDTH_OF_FILES),
    "mermaid": lineage_mermaid,
    "html": lineage_page,
    "json": json_text,
}
_SUFFIXES = {
    ".txt": "text",
    ".json": "json",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".html": "html",
    ".htm": "html",
}


@click.command()
@click.argument("notebook", type=NOTEBOOK)
@format_option(list(FORMATS))
@click.option("-o", "file", type=click.Path(path_type=Path, dir_okay=False), help="File to write it to.")
def lineage(notebook: Path, chosen: str | None, file: Path | None) -> None:
    """Show which snapshots NOTEBOOK builds upon.

    And which these build upon in turn, each with its data, commit, seed and state. A notebook names them with `%repro
    uses NAME ADDRESS`. It takes one notebook, the root of the graph. Nothing is executed.
    """
    name = format_of(file, chosen, _SUFFIXES)
    found = chain.lineage(notebook)
    if file:
        write_answer(file, FORMATS[name](found))
    elif name == "text":
        click.echo(lineage_text(found, width=width(), colour=colour()), color=colour())
    else:
        click.echo(FORMATS[name](found).rstrip())
