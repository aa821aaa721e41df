"""The process environment of the kernel: hash seed, time zone, locale and thread counts."""

from __future__ import annotations

import locale
import time
from collections.abc import Iterator, Mapping

from jupyter_repro.extensions.protocols import Site
from jupyter_repro.pinning.environment_pins import environment_found
from jupyter_repro.verdicts import ContextChange, Kind

LOCALE, CLOCK = "locale in force", "time zone in force"
"""What the variables led to on this machine: it need not know the locale or the zone that they name."""

_PARTS_OF_LOCALE = ("LANGUAGE", "LC_COLLATE", "LC_MESSAGES", "LC_MONETARY", "LC_NUMERIC", "LC_TIME")
"""Which some libraries ask for themselves, though `LC_ALL` is set."""
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_PARTS_OF_LOCALE, "locale"),
    "PYTHONHASHSEED": "hash-order",
    "TZ": "timezone",
    CLOCK: "timezone",
    "LC_ALL": "locale",
    LOCALE: "locale",
}


class EnvironmentCollector:
    """What was in force when the kernel's Python started."""

    section = "environment"
    in_kernel = True

    def collect(self, site: Site) -> dict[str, str]:
        """Variable to value, set or default, and what is in force."""
        in_force = {LOCALE: locale.setlocale(locale.LC_CTYPE), CLOCK: _clock()}
        parts = {name: site.environ[name] for name in _PARTS_OF_LOCALE if site.environ.get(name)}
        return {**environment_found(site.environ), **in_force, **parts}

    def changes(self, recorded: Mapping[str, str], found: Mapping[str, str]) -> Iterator[ContextChange]:
        """Each variable that has another value; thread counts are of kind `threads`."""
        # what is in force was not recorded by the first versions
        unknown = {LOCALE, CLOCK} - recorded.keys()
        for name in sorted({*recorded, *found} - unknown):
            before, now = recorded.get(name, "not set"), found.get(name, "not set")
            if before != now:
                yield ContextChange(_KINDS.get(name, "threads"), name, before, now)


def _clock() -> str:
    """Names of the zone's times and their distance from UTC: `CET +01:00, CEST +02:00`."""
    times = zip(time.tzname, (time.timezone, time.altzone), strict=True)
    offsets = [f"{name} {_offset(-seconds)}" for name, seconds in times]
    return ", ".join(offsets if time.daylight else offsets[:1])


def _offset(seconds: int) -> str:
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}"
