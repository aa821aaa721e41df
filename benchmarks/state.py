"""What digests of watched variables cost, beside joblib.hash where that is installed: `python benchmarks/state.py`."""

from __future__ import annotations

from importlib.util import find_spec
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from jupyter_repro.value_digests.walk import Walk

ROWS = 1_000_000


def values() -> dict[str, Any]:
    """What is digested."""
    numbers = np.random.default_rng(0).random(12_500_000)
    texts = [f"name {row}" for row in range(ROWS)]
    table = pd.DataFrame({"text": texts, "number": numbers[:ROWS], "row": range(ROWS)})
    return {
        "array of 100 MB": numbers,
        "the same in Fortran order": np.asfortranarray(numbers.reshape(2500, 5000)),
        "table of a million rows": table,
        "the same with texts as objects": table.astype({"text": object}),
        "a million integers": list(range(ROWS)),
        "dict of a million texts": dict(zip(texts, range(ROWS), strict=True)),
        "100,000 small dicts": [{"a": row, "b": str(row), "c": [row]} for row in range(ROWS // 10)],
    }


def milliseconds(digest: Any, value: Any, times: int = 3) -> float:
    """The quickest of a few."""
    took = []
    for _ in range(times):
        began = perf_counter()
        digest(value)
        took.append(perf_counter() - began)
    return min(took) * 1000


def main() -> None:
    """Print a row a value."""
    for name, value in values().items():
        ours = milliseconds(lambda value: Walk().digest(value), value)
        print(f"{name:32} {ours:7.0f} ms", end="")
        if find_spec("joblib"):
            from joblib import hash as joblib_hash

            print(f"  joblib {milliseconds(joblib_hash, value, 1):6.0f} ms", end="")
        print()


if __name__ == "__main__":
    main()
