"""A process of our own, which waits neither for what libraries import and we never use, nor for garbage.

`python -P -m jupyter_repro.files.subprocesses MODULE ARGUMENT…` runs a module of ours so. -P, for a
module in the working folder that is called like one of a library's must not stand in for it.
"""

from __future__ import annotations

import atexit
import gc
import runpy
import sys

_OF_FORMATS = ("rfc3987_syntax", "isoduration")
"""What jsonschema parses addresses and durations with, wherever it is installed: no notebook's schema asks for it. The
first parses a grammar as it is imported, which takes longer than all else that a command imports."""
_OBJECTS = 50_000
"""New objects after which garbage is looked for. Importing a tracker makes so many that stay that looking for garbage
among them at Python's own threshold takes a fifth of the time, and again as long as that when the process ends."""


def own_command(module: str, *arguments: str) -> list[str]:
    """The command line of a process that runs one of our modules."""
    return [sys.executable, "-P", "-m", __name__, module, *arguments]


def begin() -> None:
    """Keep this process, which must be ours alone, from doing what nobody asks it for."""
    gc.set_threshold(_OBJECTS)
    atexit.register(gc.freeze)
    for name in _OF_FORMATS:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


if __name__ == "__main__":
    module, sys.argv = sys.argv[1], sys.argv[1:]
    begin()
    runpy.run_module(module, run_name="__main__", alter_sys=True)
