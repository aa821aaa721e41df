"""How the context found now differs from the one recorded, whether or not an output moved."""

from __future__ import annotations

from pathlib import Path

import msgspec

from jupyter_repro.collectors import files, modules
from jupyter_repro.extensions import parts
from jupyter_repro.records import Context
from jupyter_repro.verdicts import ContextChange


def drift(
    recorded: Context, found: Context, *, skip: frozenset[str] = frozenset()
) -> tuple[ContextChange, ...]:
    """Every part of the context that changed, by section; `skip` names sections that were not looked at."""
    changes: list[ContextChange] = []
    for collector in parts("collectors").values():
        if collector.section not in skip:
            changes += collector.changes(
                _section(recorded, collector.section), _section(found, collector.section)
            )
    return tuple(changes)


def with_recorded_files(found: Context, recorded: Context, folder: Path) -> Context:
    """`found`, completed by the recorded data and modules that lie on the disk but were not read in this run."""
    return msgspec.structs.replace(
        found,
        data={**files.current(recorded.data, folder), **found.data},
        modules={**modules.current(recorded.modules, folder), **found.modules},
    )


def _section(context: Context, section: str) -> object:
    return getattr(context, section) if hasattr(context, section) else context.other.get(section)
