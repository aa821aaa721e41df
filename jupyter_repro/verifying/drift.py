"""How the context found now differs from the one recorded, whether or not an output moved."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_repro.extensions.registry import parts
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
        section = collector.section
        if _has(recorded, section) and _has(found, section):
            changes = collector.changes(_section(recorded, section), _section(found, section))
            yield from ((section, change) for change in changes)


def _has(context: Context, section: str) -> bool:
    """Whether a section was collected: another project's is not, without its plug-in or, in a kernel, without that."""
    return section in Context.__struct_fields__ or section in context.other


def _section(context: Context, section: str) -> object:
    return getattr(context, section) if hasattr(context, section) else context.other.get(section)
