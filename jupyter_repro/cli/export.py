"""`jupyter repro export`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from jupyter_repro.cli.arguments.notebooks_argument import notebooks_argument, recorded_notebooks
from jupyter_repro.cli.output.detail import quiet_option, say
from jupyter_repro.environments import export as exporting
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.handing_over.check import is_stale
from jupyter_repro.pipelines.pipeline import Tool, pipeline_of
from jupyter_repro.pipelines.pipeline_files import marked, write_pipeline
from jupyter_repro.snapshots.stored_snapshots import required_snapshot

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@notebooks_argument()
@click.option(
    "--binder", type=click.Path(path_type=Path, file_okay=False), help="Folder for Binder, such as binder."
)
@click.option("--dockerfile", type=_FILE, help="Dockerfile whose container verifies the notebooks.")
@click.option("--requirements", type=_FILE, help="Requirements file for pip, with hashes.")
@click.option("--conda", type=_FILE, help="environment.yml for conda.")
@click.option(
    "--pep723", is_flag=True, help="Print the script metadata of PEP 723, with what the notebooks import."
)
@click.option("--write", is_flag=True, help="With --pep723: put it into each notebook's first cell instead.")
@click.option(
    "--dvc", is_flag=True, help="Print stages for DVC that run the notebooks, or write them with -o."
)
@click.option("--snakemake", is_flag=True, help="The same, as rules for Snakemake.")
@click.option("-o", "--output", type=_FILE, help="With --dvc or --snakemake: dvc.yaml, or a Snakefile.")
@click.option(
    "--install",
    default="jupyter-repro",
    show_default=True,
    metavar="REQUIREMENT",
    help="How jupyter-repro itself is installed in Binder and Docker.",
)
@quiet_option
def export(
    paths: tuple[str, ...],
    binder: Path | None,
    dockerfile: Path | None,
    requirements: Path | None,
    conda: Path | None,
    pep723: bool,
    write: bool,
    dvc: bool,
    snakemake: bool,
    output: Path | None,
    install: str,
) -> None:
    """Write the environment of notebooks, for others to build.

    PATHS are notebooks, folders and globs; of folders and globs what has a snapshot. The environment is that of their
    locks. With --dvc or --snakemake: the stages of a pipeline, which runs each notebook again when what it reads has
    changed.
    """
    places = exporting.Places(binder, dockerfile, requirements, conda)
    tools = {"--dvc": dvc, "--snakemake": snakemake}
    forms = {
        "--binder": binder,
        "--dockerfile": dockerfile,
        "--requirements": requirements,
        "--conda": conda,
        "--pep723": pep723,
    }
    _check(tools, forms, write=write, output=output)
    notebooks = tuple(recorded_notebooks(paths))
    if dvc or snakemake:
        _pipeline(notebooks, "dvc" if dvc else "snakemake", output)
    else:
        _environment(notebooks, places, install, pep723=pep723, write=write)


def _check(tools: Mapping[str, bool], forms: Mapping[str, Any], *, write: bool, output: Path | None) -> None:
    """Raise UsageError for options that do not go together."""
    asked = [name for name, what in {**tools, **forms}.items() if what]
    if not asked:
        *names, last = (*forms, *tools)
        raise click.UsageError(f"say what to write: {', '.join(names)} or {last}")
    if write and not forms["--pep723"]:
        raise click.UsageError("--write goes with --pep723")
    if output and not any(tools.values()):
        raise click.UsageError(f"-o goes with {' or '.join(tools)}")
    if any(tools.values()) and len(asked) > 1:
        raise click.UsageError(f"a pipeline is written by itself, not along with others: {', '.join(asked)}")


def _environment(
    notebooks: tuple[Path, ...], places: exporting.Places, install: str, *, pep723: bool, write: bool
) -> None:
    found = exporting.exported(notebooks)
    for file in exporting.write_exports(found, notebooks, places, install):
        say(f"{file} written", err=pep723)
    for name in exporting.left_out(notebooks):
        click.echo(f"  the local package {name} is not in it: no index has it", err=pep723)
    if pep723 and not write:
        click.echo(exporting.metadata_text(found, notebooks))
    for notebook in notebooks if write else ():
        _write(notebook)


def _pipeline(notebooks: Sequence[Path], tool: Tool, output: Path | None) -> None:
    pipeline = pipeline_of(notebooks, tool, output)
    if output:
        write_pipeline(output, pipeline.text, pipeline.printed_with)
        say(f"{output} written")
    else:
        click.echo(marked(pipeline.text), nl=False)
    for notebook in pipeline.notebooks:
        if is_stale(notebook, required_snapshot(notebook).snapshot):
            _warn(notebook)


def _warn(notebook: Path) -> None:
    click.echo(
        f"{notebook} was edited after it was recorded: it may read and write other files now", err=True
    )
    click.echo(
        f"  record it again, and export it again: jupyter repro snapshot {shell_word(notebook)}", err=True
    )


def _write(notebook: Path) -> None:
    holds = exporting.write_metadata(notebook, exporting.exported([notebook]))
    say(f"{notebook} has its script metadata")
    if not holds:
        click.echo(
            f"  it stands in a cell with code: record it again with: jupyter repro snapshot {shell_word(notebook)}"
        )
