"""A cell that is ended answers, or its kernel is killed: nobody waits for ever."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_repro.executing import cell_ending
from jupyter_repro.executing.cell_ending import CellEnding


class Kernel:
    """Takes the interrupt, and never answers."""

    interrupted = 0

    async def interrupt_kernel(self) -> None:
        self.interrupted += 1


@pytest.fixture
def killed(monkeypatch):
    monkeypatch.setattr(cell_ending, "PATIENCE", 0.01)
    return asyncio.Event()


def test_a_kernel_that_does_not_answer_is_killed(killed):
    async def main():
        loop, kernel = asyncio.get_running_loop(), Kernel()
        CellEnding(lambda: loop.call_soon_threadsafe(killed.set)).begin(kernel)
        await asyncio.wait_for(killed.wait(), 60)
        return kernel.interrupted

    assert asyncio.run(main()) == 1


def test_one_that_answers_lives_on(killed):
    async def main():
        ending = CellEnding(killed.set)
        ending.begin(Kernel())
        await asyncio.sleep(0)
        ending.over()
        await asyncio.sleep(0.1)
        return killed.is_set()

    assert not asyncio.run(main())


def test_to_end_what_was_never_begun_is_nothing(killed):
    CellEnding(killed.set).over()
