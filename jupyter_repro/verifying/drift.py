"""How the context found now differs from the one recorded, whether or not an output moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from jupyter_repro.collectors import consumed, files, modules
from jupyter_repro.collectors.data_folders import with_files_of
from jupyter_repro.collectors.data_versions import named_alike, unless_gone
from jupyter_repro.extensions.registry import parts
from jupyter_repro.records.consumed_snapshots import Consumed, is_notebook
from jupyter_repro.records.snapshot import Context
from jupyter_repro.verdicts import ContextChange


def drift(
    recorded: Context, found: Context, *, skip: frozenset[str] = frozenset()
) -> tuple[ContextChange, ...]:
    """Every part of the context that changed, by section; `skip` names sections that were not looked at."""
    return tuple(change for section, change in drift_by_section(recorded, found) if section not in skip)


def drift_by_section(recorded: Context, found: Context) -> Iterator[tuple[str, ContextChange]]:
    """Every part of the context that changed, with the name of its section."""
    for collector in parts("collectors").values():
        before, now = _section(recorded, collector.section), _section(found, collector.section)
        yield from ((collector.section, change) for change in collector.changes(before, now))


def with_recorded_files(found: Context, recorded: Context, folder: Path) -> Context:
    """`found`, completed by the recorded data, modules and snapshots that lie here but were not read in this run."""
    now = files.current(recorded.data, folder)
    named = named_alike(recorded.data, found.data)
    return msgspec.structs.replace(
        found,
        data={**now, **{name: with_files_of(now.get(name), file) for name, file in named.items()}},
        consumes={**consumed.current(recorded.consumes, folder), **_asked(found.consumes, recorded.consumes)},
        modules={**modules.current(recorded.modules, folder), **found.modules},
    )


def without_lost_versions(found: Context, recorded: Context, folder: Path) -> Context:
    """`found`, where data is missing of which the version that was to be read cannot be had any more."""
    data = {
        name: unless_gone(name, file, recorded.data.get(name), folder) for name, file in found.data.items()
    }
    return msgspec.structs.replace(found, data=data)


def _asked(found: Mapping[str, Consumed], recorded: Mapping[str, Consumed]) -> dict[str, Consumed]:
    """What a run has found out itself: it asks no tracker about the addresses that were recorded."""
    known = {each.address for each in recorded.values() if not is_notebook(each.address)}
    return {name: each for name, each in found.items() if each.address not in known}


def _section(context: Context, section: str) -> object:
    return getattr(context, section) if hasattr(context, section) else context.other.get(section)
