"""What runs in a kernel before the first cell: IPython's startup files and configuration, `%store`, `sitecustomize`.

Source of the folders: IPython's shellapp (`_run_startup_files`), and `site` of Python's standard library.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_repro.collectors.unchanged_folders import while_unchanged
from jupyter_repro.digest import MISSING, Digest, digest_file
from jupyter_repro.extensions.protocols import Site
from jupyter_repro.verdicts import ContextChange

_CUSTOMIZING = ("sitecustomize", "usercustomize")
_STARTED = (".py", ".ipy")


class ProfileCollector:
    """Digests of the files, by what they are called."""

    section = "profile"
    in_kernel = True

    def prepare(self) -> None:
        """Look at the `.pth` files of what is installed."""
        for folder in _of_packages():
            _own_pth(folder)

    def collect(self, _site: Site) -> dict[str, Digest]:
        """Each file with its digest."""
        found: dict[str, Digest] = {}
        for name, file in (*_of_ipython(), *_of_python()):
            with suppress(OSError):
                found[name] = digest_file(file)
        return found

    def changes(self, recorded: Mapping[str, Digest], found: Mapping[str, Digest]) -> Iterator[ContextChange]:
        """Files that are there no more, are new, or hold something else."""
        for name in sorted({*recorded, *found}):
            before, now = recorded.get(name, MISSING), found.get(name, MISSING)
            if before != now:
                yield ContextChange("profile", name, before, now)


def _of_ipython() -> Iterator[tuple[str, Path]]:
    from IPython import get_ipython

    shell = get_ipython()
    app = getattr(shell, "parent", None)
    application = getattr(app, "parent", None) or app
    for each in getattr(application, "loaded_config_files", ()):
        yield Path(each).name, Path(each)
    if shell is None or getattr(shell, "profile_dir", None) is None:
        return
    for folder in _startup_folders(shell):
        for file in sorted(folder.glob("*")) if folder.is_dir() else ():
            if file.suffix in _STARTED:
                yield f"startup/{file.name}", file
    restores = dict(shell.config.get("StoreMagics") or {}).get("autorestore")
    if restores or any("'store'" in each for each in shell.user_ns.get("In", ())):
        stored = Path(shell.profile_dir.location, "db", "autorestore")
        yield from ((f"%store {file.name}", file) for file in sorted(stored.glob("*")))


def _startup_folders(shell: Any) -> Sequence[Path]:
    from IPython.core.application import ENV_CONFIG_DIRS, SYSTEM_CONFIG_DIRS

    shared = (Path(each, "startup") for each in (*SYSTEM_CONFIG_DIRS, *ENV_CONFIG_DIRS))
    return (*shared, Path(shell.profile_dir.startup_dir))


def _of_python() -> Iterator[tuple[str, Path]]:
    """Modules that Python imports at its start where they are there, and `.pth` files that run code."""
    for name in _CUSTOMIZING:
        if file := getattr(sys.modules.get(name), "__file__", None):
            yield name, Path(file)
    for folder in _of_packages():
        yield from ((file.name, file) for file in _own_pth(folder))


def _of_packages() -> list[str]:
    return [each for each in sys.path if each.endswith(("site-packages", "dist-packages"))]


@while_unchanged
def _owned_pth(folder: str) -> frozenset[str]:
    """Names of the `.pth` files that a package brought: they come and go with it."""
    listed = b"\n".join(each.read_bytes() for each in Path(folder).glob("*.dist-info/RECORD"))
    return frozenset(file.name for file in Path(folder).glob("*.pth") if file.name.encode() in listed)


def _own_pth(folder: str) -> list[Path]:
    """The `.pth` files that run code and came with no package."""
    running = [file for file in sorted(Path(folder).glob("*.pth")) if _runs_code(file)]
    owned = _owned_pth(folder) if running else frozenset()
    return [file for file in running if file.name not in owned]


def _runs_code(file: Path) -> bool:
    with suppress(OSError):
        return any(line.startswith((b"import ", b"import\t")) for line in file.read_bytes().splitlines())
    return False
