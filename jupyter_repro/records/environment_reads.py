"""Environment variables that a notebook reads: how a probe tells it, and how their values are written down."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_repro.records.snapshot import Use

KIND = "environment-variable"
ALL = "all environment variables are read"
NOT_SET = "not set"
"""Stands for the value of a variable that was not set."""
KEYED = "scrypt:"
"""Begins a keyed digest, which stands for a value that is not written down."""

_OURS = "JUPYTER_REPRO_"

_BEFORE, _AFTER = "the environment variable ", " is read"


def read_words(name: object) -> str:
    """That a variable is read, in words."""
    return f"{_BEFORE}{name}{_AFTER}"


def is_ours(name: object) -> bool:
    """Whether a variable is one of jupyter-repro itself, which says which command runs the notebook, not on what."""
    return str(name).startswith(_OURS)


def names_read(uses: Iterable[Use]) -> set[str]:
    """Names of the variables that were reported as read."""
    return {
        use.what[len(_BEFORE) : -len(_AFTER)]
        for use in uses
        if use.kind == KIND and use.what.startswith(_BEFORE) and use.what.endswith(_AFTER)
    }
