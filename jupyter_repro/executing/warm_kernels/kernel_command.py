"""Command lines that start ipykernel: what a fork has of its server, and what it is asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_LAUNCHER = ("-m", "ipykernel_launcher")
_OF_ONE_RUN = frozenset({"JPY_PARENT_PID", "JPY_SESSION_NAME", "JPY_PARENT_SESSION_NAME", "PWD", "OLDPWD"})
_OURS = "JUPYTER_REPRO_"


class KernelCommand(NamedTuple):
    """`PYTHON [OPTION…] -m ipykernel_launcher ARGUMENT…`, taken apart."""

    python: tuple[str, ...]
    """The interpreter with its own options."""
    arguments: tuple[str, ...]
    """Of ipykernel."""


def kernel_command(command: Sequence[str]) -> KernelCommand | None:
    """The parts of a command; None for one that starts anything else."""
    for place in range(1, len(command) - 1):
        if tuple(command[place : place + 2]) == _LAUNCHER:
            return KernelCommand(tuple(command[:place]), tuple(command[place + 2 :]))
        if not command[place].startswith("-") and command[place - 1] not in {"-X", "-W"}:
            return None
    return None


def lasting(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that a fork has of its server: all but those that say which run it is.

    A Python reads some as it starts, and its modules some as they are imported: which, nobody knows.
    """
    return {name: value for name, value in environ.items() if not _is_of_one_run(name)}


def is_bound_to_folder(environ: Mapping[str, str]) -> bool:
    """Whether a Python that starts with these variables looks for modules relative to its folder."""
    places = environ.get("PYTHONPATH", "").split(os.pathsep)
    return any(place and not os.path.isabs(place) for place in places)  # noqa: PTH117  as Python has it


def _is_of_one_run(name: str) -> bool:
    return name in _OF_ONE_RUN or name.startswith(_OURS)
