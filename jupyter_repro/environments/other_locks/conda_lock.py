"""`conda-lock.yml`, of conda-lock.

Source of the form: "conda-lock" (documentation of its lock file), version 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from jupyter_repro.environments.other_locks.listed_packages import (
    ListedPackage,
    check_has_platform,
    conda_platform,
    document_of,
    tables_in,
)

FILE = "conda-lock.yml"
BUILT_BY = "conda-lock install --name NAME {}"
_ADDITION = "conda-lock lock --platform {}"


def packages_in(path: Path) -> list[ListedPackage]:
    """What it lists for this platform; raises UnreadableInput, and ReproError for a lock of others alone."""
    every = tables_in(document_of(path).get("package"))
    check_has_platform(path, {str(each.get("platform")) for each in every}, _ADDITION)
    return list(_listed(each for each in every if each.get("platform") == conda_platform()))


def _listed(packages: Iterator[Mapping[str, Any]]) -> Iterator[ListedPackage]:
    for each in packages:
        is_of_conda = each.get("manager") == "conda"
        name = str(each.get("name", ""))
        yield ListedPackage(
            name if is_of_conda else canonicalize_name(name),
            str(each.get("version", "")),
            is_of_conda,
            str(each.get("url", "")),
            str((each.get("hash") or {}).get("sha256", "")),
            is_of_conda and "python" in (each.get("dependencies") or {}),
        )
