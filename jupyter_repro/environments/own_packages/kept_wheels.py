"""Keeping the wheels that a lock names, as the data of its snapshot is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jupyter_repro.environments.own_packages.own_wheels import OwnWheel
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.sizes import size_in_bytes
from jupyter_repro.kept_data.places import changing
from jupyter_repro.kept_data.putting import put
from jupyter_repro.kept_data.referrers import remember
from jupyter_repro.settings import DataSettings


def keep_wheels(snapshot: Path, wheels: Sequence[OwnWheel], settings: DataSettings) -> list[str]:
    """Keep what the settings let be kept; answers the names of the wheels that are not."""
    kept = [each for each in wheels if _is_let(each, settings)]
    try:
        if kept:
            _keep(snapshot, kept)
    except (ReproError, OSError):  # there is no cache, or it is full: the lock names them all the same
        kept = []
    return [each.path.name for each in wheels if each not in kept]


def _is_let(wheel: OwnWheel, settings: DataSettings) -> bool:
    is_small = wheel.size <= size_in_bytes(settings.limit)
    return settings.keep == "always" or (settings.keep == "small" and is_small)


def _keep(snapshot: Path, wheels: Sequence[OwnWheel]) -> None:
    with changing():
        remember(snapshot, [each.digest for each in wheels])
        for each in wheels:
            put(each.path, each.digest)
