"""Stores of recorded data that cannot be reached now, or refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.collectors.data_versions import no_access
from jupyter_repro.errors import NoAccess
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.verdicts import CellVerdict

_OF_A_CONNECTION = re.compile(
    r"NoAccess|connect|endpoint|time[d ]*-?out|credential|permission|forbidden|denied|refused|reach|resolv"
    r"|authoriz|SSL|socket",
    re.IGNORECASE,
)


def unreachable(notebook: str | Path, snapshot: Snapshot) -> Callable[[str], NoAccess | None]:
    """Answers why the store of a piece of data cannot be read, by its name in the snapshot; None where it can."""
    folder = Path(notebook).absolute().parent

    @cache
    def why(name: str) -> NoAccess | None:
        file = snapshot.context.data.get(name)
        if file is None or file.version is None or is_remote(notebook):
            return None
        return no_access(name, file.version, folder)

    return why


def said_by(cell: CellVerdict, name: str) -> NoAccess | None:
    """Our own error, where a cell raised it about the database or store of a piece of data."""
    raised = cell.divergences[0].summary if cell.divergences else ""
    what = raised.removeprefix(f"{NoAccess.__name__}: ")
    return NoAccess(what, _LOOK) if what != raised and data_name(name).store in what else None


_LOOK = "see that it answers, and that this machine may reach it"


def failed_to_connect(cell: CellVerdict) -> bool:
    """Whether what a cell raised may be about a store: the notebook may reach one that nobody else can ask."""
    return cell.status == "failed" and any(
        _OF_A_CONNECTION.search(divergence.summary) for divergence in cell.divergences[:1]
    )
