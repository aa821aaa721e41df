"""200 notebooks of which ten each hang, kill their kernel, fill the memory to the limit, and write 50 MB."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from nasty_notebooks import as_it_should_be, kind_of, verified, written_into


def main() -> None:
    """Print how many of each sort there are, and how many have the verdict that they should."""
    with tempfile.TemporaryDirectory() as folder:
        written_into(Path(folder), ordinary=160, of_each=10)
        began = time.perf_counter()
        verdicts, left = verified(Path(folder))
    found = Counter(map(kind_of, verdicts))
    right = Counter(kind_of(verdict) for verdict in verdicts if as_it_should_be(verdict))
    for kind, count in sorted(found.items()):
        print(f"{kind:9} {right[kind]} of {count} right")
    print(f"{time.perf_counter() - began:.0f} s; {len(left)} processes left")


if __name__ == "__main__":
    main()
