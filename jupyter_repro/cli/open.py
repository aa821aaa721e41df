"""`jupyter repro open`."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.handing_over.bundle import SUFFIX
from jupyter_repro.handing_over.received import notebook_in
from jupyter_repro.handing_over.unpacking import unpack


@click.command("open")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.argument("arguments", nargs=-1)
@click.option(
    "--into", type=click.Path(path_type=Path), help="Folder to unpack into. [default: named as the bundle]"
)
@click.option(
    "--require-signature",
    "key",
    type=click.Path(path_type=Path, exists=True),
    metavar="KEY",
    help="Public key, PEM.",
)
@click.option("--no-lab", is_flag=True, help="Unpack only.")
def open_bundle(
    bundle: Path, arguments: tuple[str, ...], into: Path | None, key: Path | None, no_lab: bool
) -> None:
    """Check and unpack BUNDLE, and start JupyterLab on its notebook.

    It is unpacked into a new folder. It takes one bundle, for one JupyterLab is started. ARGUMENTS behind `--`
    are JupyterLab's: `jupyter repro open BUNDLE -- --no-browser`.
    """
    folder = into or Path(bundle.name.removesuffix(SUFFIX).removesuffix(".zip"))
    unpack(bundle, folder, key=key)
    notebook = notebook_in(folder)
    click.echo(
        f"unpacked into {folder}; verify it with: jupyter repro verify {shell_word(notebook)} --isolated"
    )
    if no_lab:
        return
    if find_spec("jupyterlab") is None:
        raise ReproError("JupyterLab is not installed", "pip install 'jupyter-repro[lab]'")
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", str(notebook), *arguments])  # noqa: S606  ours
