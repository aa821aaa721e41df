"""Local code: the files of modules that the notebook imported and that no package manager brought.

The source of an editable package is recorded with the package, but for what lies in the notebook's own folder.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.collectors.loaded_modules import file_of
from jupyter_repro.collectors.packages import editable_files
from jupyter_repro.digest import digest_file
from jupyter_repro.extensions.protocols import Site
from jupyter_repro.records.context_changes import changed_facts
from jupyter_repro.verdicts import ContextChange

_NEVER = re.compile(
    r"[/\\](?:site-packages|dist-packages|\.ipynb_checkpoints|__pycache__|ipykernel_\d+)[/\\]"
)
_OURS = re.compile(r"(?:jupyter_repro|__main__|__mp_main__)(?:\.|$)")


class ModulesCollector:
    """Files of local modules, as they are on disk when they are collected."""

    section = "modules"
    in_kernel = True

    def collect(self, site: Site) -> dict[str, str]:
        """Portable path to digest; compiled extension modules count too."""
        local = local_files(site.folder)
        packaged = editable_files(site) if local else set()
        paths = (Path(name) for name in local if os.path.realpath(name) not in packaged)
        return _digests({portable(path, site.folder): path for path in paths})

    def changes(self, recorded: Mapping[str, str], found: Mapping[str, str]) -> Iterator[ContextChange]:
        """Files that are not as recorded, by path."""
        return changed_facts("code", recorded, found, missing="missing")


def current(recorded: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Digests of the recorded files as they are now; those that are gone are left out."""
    return _digests({name: located(name, folder) for name in recorded})


def local_files(folder: Path) -> list[str]:
    """Files of the local modules that are imported in this process, sorted; also those loaded by their path."""
    by_path = [
        (name, each)
        for name, each in list(vars(sys.modules["__main__"]).items())
        if issubclass(type(each), ModuleType)  # not isinstance: it asks the value
    ]
    files = {
        os.path.abspath(file)  # noqa: PTH100  Path.resolve would follow links
        for name, module in (*list(sys.modules.items()), *by_path)
        if not _OURS.match(name) and (file := file_of(module))
    }
    return sorted(file for file in files if is_local(file, str(folder)))


def is_local(file: str, folder: str) -> bool:
    """Whether a module's file is the user's own code; all paths absolute."""
    if _NEVER.search(file) or file.startswith(_prefix(os.path.dirname(os.__file__))):  # noqa: PTH120
        return False
    prefixes = (_prefix(place) for place in (sys.prefix, sys.base_prefix))
    return not any(file.startswith(prefix) and not _prefix(folder).startswith(prefix) for prefix in prefixes)


def _digests(files: Mapping[str, Path]) -> dict[str, str]:
    return {name: _digest(path) for name, path in sorted(files.items()) if path.is_file()}


def _digest(path: Path) -> str:
    try:
        return digest_file(path)
    except OSError:
        return "unreadable"


def _prefix(place: str) -> str:
    return place.rstrip("/\\") + os.sep
