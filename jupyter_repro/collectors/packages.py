"""Installed distributions, and which of them the notebook imported.

Names and versions are read from the names of the `.dist-info` folders, as the specification "Recording
installed projects" fixes them; opening every METADATA file would take far longer.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from jupyter_repro.collectors.editable_sources import source_paths
from jupyter_repro.collectors.loaded_modules import import_places
from jupyter_repro.collectors.origins import editable_folder, import_folders, origin_changes, origin_of
from jupyter_repro.collectors.unchanged_folders import while_unchanged
from jupyter_repro.extensions.protocols import Site
from jupyter_repro.records.context_changes import changed_facts
from jupyter_repro.records.snapshot import Packages
from jupyter_repro.verdicts import ContextChange

_DIST_INFO = re.compile(r"([A-Za-z0-9](?:[\w.]*[A-Za-z0-9])?)-([0-9][^-_]*)\.dist-info", re.ASCII)
_INFO = (".dist-info", ".egg-info")
_OURS = "jupyter-repro"
NOT_INSTALLED = "not installed"


class PackagesCollector:
    """Distributions on `sys.path`."""

    section = "packages"
    in_kernel = True

    def prepare(self) -> None:
        """Look at what is installed."""
        for distribution in scan(sys.path).distributions.values():
            _editable_in(str(distribution.info.parent))

    def collect(self, site: Site) -> Packages:
        """Name to version of the distributions, those that provide `site.imported` apart and with their origin."""
        found = scan(sys.path)
        imported = _imported(found, site)
        versions = {name: each.version for name, each in sorted(found.distributions.items()) if name != _OURS}
        return Packages(
            imported={name: version for name, version in versions.items() if name in imported},
            installed={name: version for name, version in versions.items() if name not in imported},
            origins={
                name: origin_of(found.distributions[name].info, site.folder)
                for name in versions
                if name in imported
            },
        )

    def changes(self, recorded: Packages, found: Packages) -> Iterator[ContextChange]:
        """Versions that are not as recorded: first of what the notebook imports, then of all others.

        Then imported packages of the same version that came from elsewhere, or whose source was edited.
        """
        now = {**found.installed, **found.imported}
        new = {name: NOT_INSTALLED for name in found.imported if name not in recorded.installed}
        yield from changed_facts("package", {**new, **recorded.imported}, now, NOT_INSTALLED)
        for change in changed_facts("package", recorded.installed, now, NOT_INSTALLED):
            yield msgspec.structs.replace(change, matters=change.name in found.imported)
        same = frozenset(name for name, version in recorded.imported.items() if now.get(name) == version)
        yield from origin_changes(recorded.origins, found.origins, same)


def editable_files(site: Site) -> set[str]:
    """Real paths of the source that is recorded with the editable packages that the notebook imported."""
    found = scan(sys.path)
    infos = (found.distributions[name].info for name in _imported(found, site) if name != _OURS)
    sources = filter(None, map(editable_folder, infos))
    return set().union(*(source_paths(source, site.folder) for source in sources))


@dataclass(frozen=True)
class Distribution:
    """One installed distribution."""

    version: str
    info: Path
    """Its `.dist-info` or `.egg-info`."""


@dataclass(frozen=True)
class Scan:
    """What lies on a search path."""

    distributions: dict[str, Distribution]
    """By normalised name."""
    modules: frozenset[str]
    """Top-level modules that lie where distributions are installed."""


def scan(search_path: Iterable[str]) -> Scan:
    """The distributions on a search path such as `sys.path`; of two with one name the first counts."""
    distributions: dict[str, Distribution] = {}
    modules: set[str] = set()
    for folder in dict.fromkeys(search_path):
        found = _in_folder(folder)
        for key, distribution in found.distributions.items():
            distributions.setdefault(key, distribution)
        modules |= found.modules
    return Scan(distributions, frozenset(modules))


@while_unchanged
def _in_folder(folder: str) -> Scan:
    names = _names(folder or os.curdir)
    infos = [name for name in names if name.endswith(_INFO)]
    distributions: dict[str, Distribution] = {}
    for name in infos:
        for key, distribution in _read(Path(folder), name):
            distributions.setdefault(key, distribution)
    modules = {name.partition(".")[0] for name in names} if infos else ()
    return Scan(distributions, frozenset(modules))


@while_unchanged
def _editable_in(folder: str) -> dict[str, Path]:
    """Name to source folder of the distributions in a folder whose own source is imported."""
    sources = ((name, editable_folder(each.info)) for name, each in _in_folder(folder).distributions.items())
    return {name: source for name, source in sources if source is not None}


def normalised(name: str) -> str:
    """A distribution's name as PEP 503 normalises it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def providers(found: Scan, imported: Iterable[str]) -> set[str]:
    """Normalised names of the distributions that provide any of these top-level modules.

    A namespace that several share is provided by all of them.
    """
    by_name = {module: normalised(module) for module in imported}
    matched = set(by_name.values()) & found.distributions.keys()
    # only what lies beside distributions is worth the look into each: local modules never are
    rest = {module for module, name in by_name.items() if name not in matched and module in found.modules}
    if not rest:
        return matched
    others = {name: each for name, each in found.distributions.items() if name not in matched}
    return matched | {name for name, each in others.items() if _provides(each.info, rest)}


def _imported(found: Scan, site: Site) -> set[str]:
    return providers(found, site.imported) | _editable_providers(found, site)


def _editable_providers(found: Scan, site: Site) -> set[str]:
    """Editable distributions from whose folders something was imported; the notebook's own folder is not theirs."""
    places = import_places(site.imported) - {os.path.realpath(site.folder)}
    return {
        name
        for name, each in found.distributions.items()
        if (source := _editable_in(str(each.info.parent)).get(name))
        and places.intersection(map(os.path.realpath, import_folders(each.info, source)))
    }


def _names(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries)
    except OSError:
        return []


def _read(folder: Path, info: str) -> Iterator[tuple[str, Distribution]]:
    """Name and distribution; nothing for what is broken or half removed."""
    plain = _DIST_INFO.fullmatch(info)
    name, version = (plain[1], plain[2]) if plain else _metadata(folder / info)
    if name and version:
        yield normalised(name), Distribution(version, folder / info)


def _metadata(info: Path) -> tuple[str, str]:
    from importlib.metadata import PathDistribution

    if info.name.startswith("~"):  # pip renames so what it is about to remove
        return "", ""
    try:
        metadata = PathDistribution(info).metadata
        return metadata["Name"] or "", metadata["Version"] or ""
    except Exception:  # a broken installation must not end a recording
        return "", ""


def _provides(info: Path, modules: Collection[str]) -> bool:
    if declared := _text(info / "top_level.txt"):
        return not set(declared.split()).isdisjoint(modules)
    lines = "\n" + _text(info / "RECORD")
    return any(f"\n{module}/" in lines or f"\n{module}." in lines for module in modules)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
