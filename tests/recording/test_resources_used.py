"""What a kernel counts of its own use of memory."""

from __future__ import annotations

from types import SimpleNamespace

import psutil

from jupyter_repro.recording.resources_used import CellMemory, peak_memory


def ran(memory, cell, *, history=True):
    info = SimpleNamespace(store_history=history, cell_id=cell)
    memory.cell_begins(info)
    memory.cell_ends(SimpleNamespace(info=info))


def test_a_cell_has_the_growth_of_the_peak_while_it_ran():
    peaks = iter([100, 250, 300, 300, 300, 299])
    memory = CellMemory(lambda: next(peaks))
    for cell in "abc":
        ran(memory, cell)
    assert memory.growth == {"a": 150, "b": 0, "c": 0}


def test_what_is_no_run_of_a_cell_is_not_measured():
    memory = CellMemory(lambda: 1 / 0)
    ran(memory, "a", history=False)
    assert memory.growth == {}


def test_the_peak_is_what_was_in_memory_at_once_and_stays_when_it_is_freed():
    before = peak_memory()
    assert psutil.Process().memory_info().rss <= before * 1.01
    held = b"x" * (before + 50_000_000)
    reached = peak_memory()
    assert reached >= before + 40_000_000
    del held
    assert peak_memory() >= reached * 0.99
