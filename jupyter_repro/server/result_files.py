"""The files that a recorded result is made of."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.records.snapshot import Snapshot


def result_files(notebook: Path, snapshot: Snapshot) -> dict[str, Path]:
    """The notebook, its data files and its local modules, by their names in the snapshot."""
    context, folder = snapshot.context, notebook.absolute().parent
    names = (name for name in (*context.data, *context.modules) if data_name(name).is_file)
    return {name: located(name, folder) for name in (notebook.name, *names)}
