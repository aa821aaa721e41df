"""Which modules of ours, and which libraries for them, are imported in a user's kernel, and by whom.

`python tests/kernel_imports.py` writes the list again that `recording/test_kernel_imports.py` compares with.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from unittest.mock import patch

import nbformat
from live import session

from jupyter_repro.taking_snapshots.recorded_run import record

LIST = Path(__file__).parent / "recording" / "kernel_imports.txt"
OURS = "jupyter_repro"
LOADED, PINNED, RUN = "%load_ext jupyter_repro", "%repro pin", "jupyter repro snapshot, with numpy and pandas"

NOTED_IN = "KERNEL_IMPORTS"
NOTING = f"""
import os, sys
from importlib.machinery import PathFinder

class Noting:
    def find_spec(self, name, path=None, target=None):
        by = importer()
        if by and (name.startswith("{OURS}") or PathFinder.find_spec(name, path) is not None):
            os.write(noted, f"{{name}} {{by}}\\n".encode())

def importer():
    frame, imports = sys._getframe(2), False
    while frame and frame.f_globals.get("__name__", "").partition(".")[0] in {{"importlib", "wrapt"}}:
        imports = imports or frame.f_code.co_name == "_find_and_load"  # not asked for its spec only
        frame = frame.f_back
    return imports and frame and frame.f_globals.get("__name__")

if any("ipykernel" in word for word in sys.orig_argv):
    noted = os.open(os.environ["{NOTED_IN}"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    sys.meta_path.insert(0, Noting())
"""
"""What a kernel runs before all else: a line for each module that is imported, with the one that imports it."""

Imports = dict[str, str]
"""What was imported to the module that imported it."""


def kernel_imports(folder: Path) -> dict[str, Imports]:
    """What is imported in kernels: in a live one step by step, and in one that our runner starts."""
    (folder / "sitecustomize.py").write_text(NOTING)
    live, run = folder / "live", folder / "run"
    with session(folder, PYTHONPATH=str(folder), KERNEL_IMPORTS=str(live)) as kernel:
        kernel.run("%load_ext jupyter_repro")
        loaded = _imports(live)
        kernel.run("%repro pin")
        pinned = _imports(live)
    notebook = folder / "a.ipynb"
    cells = [nbformat.v4.new_code_cell("import numpy\nimport pandas")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
    # with a relative folder in it the kernel is started, not forked
    with patch.dict(os.environ, {"PYTHONPATH": f"{folder}{os.pathsep}.", NOTED_IN: str(run)}):
        record(str(notebook))
    return {LOADED: loaded, PINNED: _more(pinned, loaded), RUN: _more(_imports(run), pinned)}


def _imports(noted: Path) -> Imports:
    """Modules of ours, and libraries that one of ours imported, to who imported them first."""
    found: Imports = {}
    for line in noted.read_text().splitlines():
        name, importer = line.split(" ", 1)
        library = name.partition(".")[0]
        if library == OURS:
            found.setdefault(name, importer)
        elif importer.startswith(OURS) and library not in sys.stdlib_module_names:
            found.setdefault(library, importer)
    return found


def _more(imports: Imports, before: Iterable[str]) -> Imports:
    return {name: importer for name, importer in imports.items() if name not in before}


def listed(imports: Mapping[str, Iterable[str]]) -> str:
    """The text of the list."""
    parts = [
        f"# {step}\n" + "".join(f"{name}\n" for name in sorted(names)) for step, names in imports.items()
    ]
    return "\n".join(parts)


def known() -> dict[str, set[str]]:
    """What the list has."""
    steps: dict[str, set[str]] = {}
    for line in filter(None, LIST.read_text().splitlines()):
        if line.startswith("# "):
            names = steps.setdefault(line.removeprefix("# "), set())
        else:
            names.add(line)
    return steps


def departures(found: Mapping[str, Imports]) -> Iterator[str]:
    """A line for each module that is new in a step, and for each that is not imported there any more."""
    for step, names in known().items():
        imports = found[step]
        yield from (
            f"new at {step}: {name}, imported by {imports[name]}" for name in sorted(imports.keys() - names)
        )
        yield from (f"no longer at {step}: {name}" for name in sorted(names - imports.keys()))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        LIST.write_text(listed(kernel_imports(Path(folder))))
