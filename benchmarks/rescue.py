"""What rescuing the old notebooks of the tests gives and takes, as a table: `python benchmarks/rescue.py`.

Each is copied alone into an empty folder: nothing is left but the notebook and the date in its metadata. What uv has
downloaded before is not downloaded again; `--cold` builds all environments, in a cache that is thrown away.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from jupyter_repro.rescuing.rescue import rescue
from jupyter_repro.verifying.isolated_verification import verify_isolated
from jupyter_repro.verifying.notebook import Options

NOTEBOOKS = Path(__file__).parents[1] / "tests" / "notebooks" / "rescue"
ROW = "{:24} {:8} {:11} {:>7} {:>6} {:>10} {:>10}"


def main() -> None:
    """Print a row a notebook, and how many end identical or equivalent."""
    with tempfile.TemporaryDirectory() as temporary:
        if "--cold" in sys.argv:
            os.environ["JUPYTER_REPRO_CACHE"] = str(Path(temporary, "cache"))
        print(ROW.format("notebook", "Python", "status", "cells", "tries", "seconds", "isolated"))
        statuses = [_row(path, Path(temporary)) for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
    well = sum(status in {"identical", "equivalent"} for status in statuses)
    print(f"{well} of {len(statuses)} identical or equivalent")


def _row(path: Path, folder: Path) -> str:
    copy = folder / path.stem / path.name
    copy.parent.mkdir()
    shutil.copy(path, copy)
    began = perf_counter()
    found = rescue(copy, tell=lambda line: print(line, file=sys.stderr))
    seconds = perf_counter() - began
    isolated = verify_isolated(copy, Options(mark=False))
    cells = f"{found.agreeing}/{found.cells}"
    status = found.verdict.status
    print(
        ROW.format(
            path.stem, found.lock.python, status, cells, found.tries, f"{seconds:.1f}", isolated.status
        )
    )
    return status


if __name__ == "__main__":
    main()
