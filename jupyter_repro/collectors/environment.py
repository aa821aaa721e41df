"""The process environment of the kernel: hash seed, time zone, locale and thread counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jupyter_repro.environment import environment_found
from jupyter_repro.extensions import Site
from jupyter_repro.verdicts import ContextChange, Kind

_KINDS: dict[str, Kind] = {"PYTHONHASHSEED": "hash-order", "TZ": "timezone", "LC_ALL": "locale"}


class EnvironmentCollector:
    """What was in force when the kernel's Python started."""

    section = "environment"
    in_kernel = True

    def collect(self, site: Site) -> dict[str, str]:
        """Variable to value, set or default."""
        return environment_found(site.environ)

    def changes(self, recorded: Mapping[str, str], found: Mapping[str, str]) -> Iterator[ContextChange]:
        """Each variable that has another value; thread counts are of kind `threads`."""
        for name in sorted({*recorded, *found}):
            before, now = recorded.get(name, "not set"), found.get(name, "not set")
            if before != now:
                yield ContextChange(_KINDS.get(name, "threads"), name, before, now)
