"""Which file of DVC tracks a path: a .dvc file beside it, or a dvc.lock above it. DVC itself is not asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any


def tracking_file(path: Path) -> Path | None:
    """The .dvc file or dvc.lock that has a file, or a folder that it lies in; None where none has.

    It looks up to the top of the DVC repository, whose folder `.dvc` is there.
    """
    if not _is_in_repository(os.path.dirname(path)):  # noqa: PTH120
        return None
    path = Path(os.path.realpath(path.parent), path.name)
    root = next((folder for folder in path.parents if (folder / ".dvc").is_dir()), None)
    if root is None:
        return None
    places = [path, *(folder for folder in path.parents if folder.is_relative_to(root) and folder != root)]
    beside = (place.with_name(f"{place.name}.dvc") for place in places)
    found = next((each for each in beside if each.is_file()), None)
    return found or next((lock for lock in _locks(places) if _outputs(lock) & set(places)), None)


def _is_in_repository(folder: str) -> bool:
    """Whether it may be, answered in microseconds: it is asked of every file that a notebook read."""
    above = os.path.dirname(folder)  # noqa: PTH120
    return os.path.isdir(f"{folder}/.dvc") or (above != folder and _is_in_repository(above))  # noqa: PTH112


def _locks(places: list[Path]) -> Iterator[Path]:
    folders = dict.fromkeys(place.parent for place in places)
    return (lock for folder in folders if (lock := folder / "dvc.lock").is_file())


def _outputs(lock: Path) -> frozenset[Path]:
    return _made(lock, *(_mark(file) for file in (lock, lock.with_name("dvc.yaml"))))


@lru_cache(maxsize=64)
def _made(lock: Path, *_marks: int) -> frozenset[Path]:
    """What the stages of a pipeline make, each below its stage's working folder; read once while the files are so."""
    made = set()
    stages = _read(lock.with_name("dvc.yaml"))
    for name, stage in _read(lock).items():
        about = stages.get(str(name).partition("@")[0])
        below = about.get("wdir", ".") if isinstance(about, dict) else "."
        made |= {(lock.parent / str(below).replace("\0", "") / path).resolve() for path in _paths(stage)}
    return frozenset(made)


def _paths(stage: Any) -> Iterator[str]:
    """What a stage makes; what is not as DVC writes it is passed over."""
    outputs = stage.get("outs") if isinstance(stage, dict) else None
    for each in outputs if isinstance(outputs, list) else ():
        path = each.get("path") if isinstance(each, dict) else None
        if isinstance(path, str) and "\0" not in path:
            yield path


def _mark(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _read(file: Path) -> dict[str, Any]:
    """The stages that a file of DVC lists; none where it cannot be read."""
    import yaml

    try:
        stages = yaml.safe_load(file.read_text(encoding="utf-8"))["stages"]
    except (OSError, ValueError, yaml.YAMLError, LookupError, TypeError, RecursionError):
        return {}
    return stages if isinstance(stages, dict) else {}
