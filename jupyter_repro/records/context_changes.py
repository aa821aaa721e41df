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


def part_name(package: str, part: str) -> str:
    """By which a change of one part of an installed package is called: a file of its source, its commit, its build."""
    return f"{package}: {part}"


def package_and_part(name: str) -> tuple[str, str]:
    """The package and the part of it that changed; the part is "" where the package's version did."""
    package, _, part = name.partition(": ")
    return package, part
