"""What is called the less often the longer it takes."""

from __future__ import annotations

import time

from jupyter_repro.executing.paced import Paced


def test_pauses_grow_with_what_a_call_takes_up_to_the_longest():
    def work():
        until = time.thread_time() + 0.01
        while time.thread_time() < until:
            pass

    costly, bounded = Paced(work, 0.01), Paced(work, 0.01, longest=0.3)
    assert costly.is_due
    costly()
    bounded()
    assert 0.5 < costly.wait < 10
    assert 0 < bounded.wait <= 0.3


def test_what_takes_no_time_has_the_shortest_pause():
    cheap = Paced(lambda: 1, 0.5, shortest=0.2)
    assert cheap() == 1
    assert not cheap.is_due
    assert 0.1 < cheap.wait <= 0.2
