"""What brings recorded packages back: from an index, a kept wheel, or where they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from jupyter_repro.collectors.packages import NOT_INSTALLED
from jupyter_repro.environments.lock import find_lock, is_local
from jupyter_repro.environments.own_packages.own_wheels import FOLDER
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.snapshot import Origin
from jupyter_repro.verdicts import ContextChange

_NO_ORIGINS: Mapping[str, Origin] = {}


def reinstalled(
    changes: Sequence[ContextChange], origins: Mapping[str, Origin] = _NO_ORIGINS, notebook: str = ""
) -> str:
    """The command that brings the recorded versions back; what was not there then is taken away again.

    `origins` are those that were recorded, and `notebook` the path of the notebook, beside which its lock lies.
    """
    wanted = [each for each in changes if each.recorded != NOT_INSTALLED]
    added = [each.name for each in changes if each.recorded == NOT_INSTALLED]
    wheels = wheels_in_lock(notebook)
    kept = [str(Path(notebook).parent / FOLDER / wheels[each.name]) for each in wanted if each.name in wheels]
    rest = [each for each in wanted if each.name not in wheels]
    of_index = [f"{each.name}=={each.recorded}" for each in rest if not _is_own(each, origins)]
    commands = [
        *([f"jupyter repro restore {shell_word(notebook)} --wheels"] if _is_missing(kept) else []),
        *_command("pip install", [*map(shell_word, kept), *of_index]),
        *(_from_origin(each, origins[each.name]) for each in rest if _is_own(each, origins)),
        *_command("pip uninstall --yes", added),
    ]
    return " && ".join(commands)


def wheels_in_lock(notebook: str) -> dict[str, str]:
    """Normalised name of a package that no index has to its wheel's file, by the lock of a notebook."""
    with suppress(ReproError, OSError, ValueError):
        lock = find_lock(notebook) if notebook else None
        return {wheel.name: wheel.file for wheel in lock.wheels} if lock else {}
    return {}


def _is_missing(wheels: Sequence[str]) -> bool:
    return not all(Path(each).is_file() for each in wheels)


def _is_own(change: ContextChange, origins: Mapping[str, Origin]) -> bool:
    origin = origins.get(change.name)
    return origin is not None and (is_local(origin) or bool(origin.commit))


def _from_origin(change: ContextChange, origin: Origin) -> str:
    """No command names what an index may have under the same name by somebody else."""
    if origin.commit:
        return f"pip install '{change.name} @ git+{origin.address}@{origin.commit}'"
    return f"install {change.name} {change.recorded} again, from {origin.address}"


def _command(command: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"{command} {' '.join(names)}"
