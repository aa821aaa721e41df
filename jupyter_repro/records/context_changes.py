"""What of a table of recorded facts is no longer so; the same for every collector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jupyter_repro.verdicts import ContextChange, Kind


def changed_facts(
    kind: Kind, recorded: Mapping[str, str], found: Mapping[str, str], missing: str
) -> Iterator[ContextChange]:
    """Recorded facts that are found otherwise, by name; `missing` stands for one that is not found at all."""
    for name in sorted(recorded):
        now = found.get(name, missing)
        if now != recorded[name]:
            yield ContextChange(kind, name, recorded[name], now)
