"""`jupyter repro export`."""

from __future__ import annotations

from pathlib import Path

import click

from jupyter_repro.cli.notebook_argument import NOTEBOOK
from jupyter_repro.environments import export as exporting
from jupyter_repro.environments.exported_forms import pep723_text
from jupyter_repro.formatting.shell_words import shell_word

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("notebooks", nargs=-1, required=True, type=NOTEBOOK)
@click.option(
    "--binder", type=click.Path(path_type=Path, file_okay=False), help="Folder for Binder, such as binder."
)
@click.option("--dockerfile", type=_FILE, help="Dockerfile whose container verifies the notebooks.")
@click.option("--requirements", type=_FILE, help="Requirements file for pip, with hashes.")
@click.option("--conda", type=_FILE, help="environment.yml for conda.")
@click.option("--pep723", is_flag=True, help="Print the script metadata of PEP 723.")
@click.option("--write", is_flag=True, help="With --pep723: put it into each notebook's first cell instead.")
@click.option(
    "--install",
    default="jupyter-repro",
    show_default=True,
    metavar="REQUIREMENT",
    help="How jupyter-repro itself is installed in Binder and Docker.",
)
def export(
    notebooks: tuple[Path, ...],
    binder: Path | None,
    dockerfile: Path | None,
    requirements: Path | None,
    conda: Path | None,
    pep723: bool,
    write: bool,
    install: str,
) -> None:
    """Write the environment that NOTEBOOKS were recorded in, for others to build: from their locks."""
    places = exporting.Places(binder, dockerfile, requirements, conda)
    if not (pep723 or any((binder, dockerfile, requirements, conda))):
        raise click.UsageError(
            "say what to write: --binder, --dockerfile, --requirements, --conda or --pep723"
        )
    if write and not pep723:
        raise click.UsageError("--write goes with --pep723")
    found = exporting.exported(notebooks)
    for file in exporting.write_exports(found, notebooks, places, install):
        click.echo(f"{file} written", err=pep723)
    for name in exporting.left_out(notebooks):
        click.echo(f"  the local package {name} is not in it: no index has it", err=pep723)
    if pep723 and not write:
        click.echo(pep723_text(found))
    for notebook in notebooks if write else ():
        _write(notebook)


def _write(notebook: Path) -> None:
    holds = exporting.write_metadata(notebook, exporting.exported([notebook]))
    click.echo(f"{notebook} has its script metadata")
    if not holds:
        click.echo(
            f"  it stands in a cell with code: record it again with: jupyter repro snapshot {shell_word(notebook)}"
        )
