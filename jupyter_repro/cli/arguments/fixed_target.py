"""The option that says where a mended notebook is written."""

from __future__ import annotations

from pathlib import Path

import click

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word


def fixed_target(paths: tuple[str, ...], fix: str | None) -> tuple[tuple[str, ...], Path | None]:
    """The notebooks and the file for the mended one; None for a diff only.

    What is there already cannot be the file: where no notebook is named but this one, it is the notebook. Raises
    ReproError for a file that cannot be meant, before anything is run.
    """
    if fix and not paths and Path(fix).exists():
        paths, fix = (fix,), ""
    if not paths:
        raise click.UsageError("Missing argument 'PATHS...'.")
    if not fix:
        return paths, None
    if len(paths) > 1 or Path(paths[0]).is_dir():
        raise ReproError(
            f"{fix} can hold one notebook, and several are named", "name one, or leave the file away"
        )
    target = Path(fix)
    another = shell_word(Path(paths[0]).with_suffix(".fixed.ipynb"))
    if target.suffix != ".ipynb":
        raise ReproError(f"{fix} is no name of a notebook", f"write it to another file: --fix {another}")
    if target.exists():
        raise ReproError(
            f"{fix} is there already, and is not overwritten", f"write it to another file: --fix {another}"
        )
    if not target.absolute().parent.is_dir():
        raise ReproError(
            f"the folder of {fix} is not there", f"make it: mkdir -p {shell_word(target.parent)}"
        )
    return paths, target
