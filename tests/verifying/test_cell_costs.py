"""What each cell's run took, of a real kernel."""

from __future__ import annotations

import msgspec
from conftest import written
from msgspec import UNSET

import jupyter_repro

HELD = 60_000_000


def test_each_cell_that_ran_has_its_time_and_the_growth_of_peak_memory(tmp_path):
    path = written(
        tmp_path / "a.ipynb",
        f"kept = b'x' * {HELD}",
        "import time\ntime.sleep(0.3)",
        "x = 1\n# NBVAL_SKIP\nraise SystemExit",
    )
    jupyter_repro.snapshot(path)
    filling, sleeping, skipped = jupyter_repro.verify(path).cells
    assert HELD * 0.9 < filling.memory_growth < HELD * 2
    assert sleeping.memory_growth < HELD * 0.1
    assert 0.3 <= sleeping.seconds < 30
    assert (skipped.seconds, skipped.memory_growth) == (UNSET, UNSET)
    assert {"seconds", "memory_growth"}.isdisjoint(msgspec.to_builtins(skipped))
