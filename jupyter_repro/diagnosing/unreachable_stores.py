"""Stores of recorded data that cannot be reached now, or refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.collectors.data_versions import no_access
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.errors import NoAccess
from jupyter_repro.records.raised import Raised
from jupyter_repro.records.snapshot import Snapshot

_OF_A_CONNECTION = re.compile(
    r"NoAccess|connect|endpoint|time[d ]*-?out|credential|permission|forbidden|denied|refused|reach|resolv"
    r"|authoriz|SSL|socket",
    re.IGNORECASE,
)


def unreachable(
    notebook: str | Path, snapshot: Snapshot, stores: Availability
) -> Callable[[str], NoAccess | None]:
    """Answers why the store of a piece of data cannot be read, by its name in the snapshot; None where it can."""

    def why(name: str) -> NoAccess | None:
        file = snapshot.context.data.get(name)
        if file is None or file.version is None or is_remote(notebook):
            return None
        return no_access(name, file.version, stores)

    return why


def said_by(raised: Raised | None, name: str) -> NoAccess | None:
    """Our own error, where a cell raised it about the database or store of a piece of data."""
    if raised is None or raised.name != NoAccess.__name__ or data_name(name).store not in raised.message:
        return None
    return NoAccess(raised.message, _LOOK)


_LOOK = "see that it answers, and that this machine may reach it"


def failed_to_connect(raised: Raised | None) -> bool:
    """Whether what a cell raised may be about a store: the notebook may reach one that nobody else can ask."""
    return raised is not None and bool(_OF_A_CONNECTION.search(str(raised)))
