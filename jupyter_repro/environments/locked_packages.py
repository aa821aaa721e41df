"""What stands in a lock, whichever its form: each package with version, marker and hashes; and the union of several."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jupyter_repro.environments.lock_file import Lock
from jupyter_repro.errors import ReproError, UnreadableInput

_HASH = re.compile(r"--hash[= ](\S+)")
_EXACT = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*==\s*(?P<version>[^\s;]+)")
_DIRECT = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*@\s*(?P<address>\S+)")


@dataclass(frozen=True, order=True)
class LockedPackage:
    """One package of a lock."""

    name: str
    version: str = ""
    address: str = ""
    """Where it comes from, for what no index has: `git+https://…@commit`."""
    marker: str = ""
    """Where it is needed; "" for everywhere."""
    hashes: tuple[str, ...] = ()
    """`sha256:…` of each file that it may be installed from."""

    @property
    def requirement(self) -> str:
        """As pip writes it, without hashes."""
        exact = f"{self.name} @ {self.address}" if self.address else f"{self.name}=={self.version}"
        return f"{exact} ; {self.marker}" if self.marker else exact


def packages_of(lock: Lock) -> list[LockedPackage]:
    """The packages of a lock, in the order of their names; raises UnreadableInput for one that is damaged."""
    try:
        text = lock.content.decode()
        found = _of_pylock(tomllib.loads(text)) if lock.form == "pylock" else _of_requirements(text)
        return sorted(found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = f"it is no lock file ({type(error).__name__}: {error})"
        raise UnreadableInput(lock.path, what, "record the notebook again, which writes it") from None


def _of_requirements(text: str) -> Iterator[LockedPackage]:
    for line in text.replace("\\\n", " ").splitlines():
        plain, *_ = line.partition(" --hash")
        requirement, _, marker = plain.partition(" ;")
        if found := _EXACT.match(requirement):
            hashes = tuple(sorted(_HASH.findall(line)))
            yield LockedPackage(found["name"], found["version"], marker=marker.strip(), hashes=hashes)
        elif found := _DIRECT.match(requirement):
            yield LockedPackage(found["name"], address=found["address"], marker=marker.strip())


def _of_pylock(document: Mapping[str, Any]) -> Iterator[LockedPackage]:
    for package in document.get("packages", ()):
        if "path" in package.get("archive", {}):
            continue  # a wheel of its own
        address = _address(package)
        yield LockedPackage(
            package["name"],
            "" if address else package.get("version", ""),
            address,
            package.get("marker", ""),
            () if address else _hashes(package),
        )


def _hashes(package: Mapping[str, Any]) -> tuple[str, ...]:
    files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
    return tuple(sorted(f"{kind}:{value}" for file in files for kind, value in file["hashes"].items()))


def _address(package: Mapping[str, Any]) -> str:
    if vcs := package.get("vcs"):
        return f"{vcs['type']}+{vcs['url']}@{vcs['commit-id']}"
    return str(package.get("archive", {}).get("url", ""))


def union(by_notebook: Mapping[str, Iterable[LockedPackage]]) -> list[LockedPackage]:
    """The packages of several notebooks together. Raises ReproError where two want one package differently."""
    wanted: dict[str, tuple[str, list[LockedPackage]]] = {}
    for notebook, packages in by_notebook.items():
        for name, here in _by_name(packages).items():
            first, there = wanted.setdefault(name, (notebook, here))
            wanted[name] = (first, _same(name, (first, there), (notebook, here)))
    return sorted(package for _, packages in wanted.values() for package in packages)


def _by_name(packages: Iterable[LockedPackage]) -> dict[str, list[LockedPackage]]:
    found: dict[str, list[LockedPackage]] = {}
    for package in packages:
        found.setdefault(package.name, []).append(package)
    return found


def _same(
    name: str, one: tuple[str, list[LockedPackage]], other: tuple[str, list[LockedPackage]]
) -> list[LockedPackage]:
    """One package as two notebooks want it: needed where either needs it, from any file that either knows."""
    versions = [{_exact(package): package for package in each} for _, each in (one, other)]
    if versions[0].keys() != versions[1].keys():
        packages = [
            f"{notebook} needs {name} {', '.join(found)}"
            for (notebook, _), found in zip((one, other), versions, strict=True)
        ]
        raise ReproError(" and ".join(packages), _ONE_ENVIRONMENT)
    return [_merged(versions[0][key], versions[1][key]) for key in versions[0]]


def _exact(package: LockedPackage) -> str:
    return package.address or package.version


def _merged(one: LockedPackage, other: LockedPackage) -> LockedPackage:
    hashes = tuple(sorted({*one.hashes, *other.hashes}))
    if one.marker == other.marker:
        return replace(one, hashes=hashes)
    either = f"({one.marker}) or ({other.marker})" if one.marker and other.marker else ""
    return replace(one, hashes=hashes, marker=either)


_ONE_ENVIRONMENT = "record both in one environment, or export each by itself"
