"""`pixi.lock`, of pixi.

Source of the form: "The pixi.lock file" (pixi's documentation), versions 5 to 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from packaging.utils import canonicalize_name

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.environments.other_locks.listed_packages import (
    ListedPackage,
    check_has_platform,
    conda_platform,
    document_of,
    tables_in,
)

FILE = "pixi.lock"
BUILT_BY = "pixi install --locked --manifest-path {}"
_ADDITION = "pixi workspace platform add {}"
_DEFAULT = "default"
_ARCHIVES = (".conda", ".tar.bz2")


def packages_in(path: Path) -> list[ListedPackage]:
    """What its default environment lists for this platform, else its first one.

    Raises UnreadableInput, and ReproError for a lock of other platforms alone.
    """
    document = document_of(path)
    environments = _table(document.get("environments"))
    named = _table(environments.get(_DEFAULT) or next(iter(environments.values()), None))
    platforms = _table(named.get("packages"))
    check_has_platform(path, platforms.keys(), _ADDITION)
    known = {_place(each): each for each in tables_in(document.get("packages"))}
    chosen = tables_in(platforms[conda_platform()])
    return [_listed(each, known.get(_place(each), each)) for each in chosen]


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _place(package: Mapping[str, Any]) -> str:
    """By which a package is called in both lists: its address, or its path."""
    return str(package.get("conda") or package.get("pypi") or "")


def _listed(entry: Mapping[str, Any], known: Mapping[str, Any]) -> ListedPackage:
    place, is_of_conda = _place(entry), "conda" in entry
    name, version = _of_archive(place) if is_of_conda else ("", "")
    name = str(known.get("name") or name)
    needs = [str(each).split(" ")[0] for each in known.get("depends") or ()]
    return ListedPackage(
        name if is_of_conda else canonicalize_name(name),
        str(known.get("version") or version),
        is_of_conda,
        place,
        str(known.get("sha256") or ""),
        is_of_conda and "python" in needs,
    )


def _of_archive(place: str) -> tuple[str, str]:
    """Name and version in the file name of a package of conda, `six-1.16.0-pyh6c4a22f_0.conda`."""
    file = PurePosixPath(parse_address(place).path).name
    stem = next((file.removesuffix(ending) for ending in _ARCHIVES if file.endswith(ending)), file)
    name, _, rest = stem.rpartition("-")[0].rpartition("-")
    return name, rest
