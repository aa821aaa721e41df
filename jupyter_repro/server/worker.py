"""One verification in a process of its own: `python -m jupyter_repro.server.worker NOTEBOOK`.

It writes a line of JSON for each cell, `{"cell": 3, "cells": 12}`, and one at the end, `{"verdict": …}` or
`{"error": …, "remedy": …}`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec

from jupyter_repro.errors import ReproError
from jupyter_repro.verifying import one


def _tell(**line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main(path: str) -> None:
    """Verify, and tell."""
    options = one.Options(progress=lambda cell, cells: _tell(cell=cell, cells=cells))
    try:
        _tell(verdict=msgspec.to_builtins(one.verify(path, options)))
    except ReproError as error:
        _tell(error=error.what, remedy=error.remedy)


if __name__ == "__main__":
    main(sys.argv[1])
