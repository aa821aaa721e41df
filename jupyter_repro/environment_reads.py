"""Which environment variables a notebook read: how a probe tells it, and the names in what it told."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_repro.records import Use

KIND = "environment-variable"
ALL = "all environment variables are read"

_BEFORE, _AFTER = "the environment variable ", " is read"


def told(name: object) -> str:
    """That a variable is read, in words."""
    return f"{_BEFORE}{name}{_AFTER}"


def names_read(uses: Iterable[Use]) -> set[str]:
    """Names of the variables that were told to be read."""
    return {
        use.what[len(_BEFORE) : -len(_AFTER)]
        for use in uses
        if use.kind == KIND and use.what.startswith(_BEFORE) and use.what.endswith(_AFTER)
    }
