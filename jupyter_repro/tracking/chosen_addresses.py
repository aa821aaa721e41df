"""Where a notebook's runs are published: asked for now, said in the notebook, or in the project's settings."""

from __future__ import annotations

import re
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.notebooks.notebook_files import code_cells, read_notebook
from jupyter_repro.settings import settings_for
from jupyter_repro.trackers.destinations import OFF, destination_of, written_address
from jupyter_repro.trust.trusted_projects import NotTrusted, trusted_tracker

_TRACK = re.compile(r"^\s*%repro\s+track[ \t]+(\S.*)$", re.MULTILINE)


def check_chosen(asked: str | None, notebook: Path) -> str:
    """Where a notebook's runs go, as `chosen_address`, and "" where the project may not say so.

    Raises ReproError for an address that is none, before the notebook runs, and UnreadableInput for a file that is no
    notebook.
    """
    document = read_notebook(notebook)
    try:
        address = chosen_address(notebook, document, asked or "")
    except NotTrusted:  # the command says so when it publishes
        return ""
    try:
        return destination_of(address, notebook).address if address else ""
    except ReproError as error:
        where = "--track" if asked else "%repro track" if declared_address(document) else "settings, track"
        raise ReproError(f"{where}: {error.what}", error.remedy) from None


def chosen_address(notebook: Path, document: NotebookNode, asked: str = "") -> str:
    """Where the notebook's runs go: what was asked for, else what its cells say, else the settings; "" for nowhere.

    Raises NotTrusted where nobody asked, and the project may not say so.
    """
    address = asked or _said(notebook, document)
    return "" if address == OFF else address


def address_to_publish(notebook: Path, document: NotebookNode, asked: str | None, default: str) -> str:
    """Where a snapshot goes that is to be published now; raises ReproError where that is `off` or empty.

    `asked` is None where nobody asked, and where nobody says anything it is the `default`.
    """
    said = asked or _said(notebook, document)
    if asked == "" or said == OFF:
        what = "the address is empty" if asked == "" else f"{OFF} publishes nowhere"
        raise ReproError(
            what, f"say where, MLflow for instance: jupyter repro track {shell_word(notebook)} {default}"
        )
    return said or default


def _said(notebook: Path, document: NotebookNode) -> str:
    folder = notebook.absolute().parent
    return trusted_tracker(declared_address(document) or settings_for(folder).track, folder)


def declared_address(document: NotebookNode) -> str:
    """What the notebook's last `%repro track` says; "" where it holds none. Raises ReproError as `written_address`."""
    found = [address for _, cell in code_cells(document) for address in _TRACK.findall(cell.source)]
    return written_address(found[-1]) if found else ""
