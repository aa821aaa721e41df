import os

import pytest

from jupyter_repro.jobs.number import at_a_time

GB = 1_000_000_000


@pytest.mark.parametrize(
    ("cores", "memory", "number"), [(4, 100 * GB, 4), (64, 8 * GB, 8), (8, 0, 1), (1, 100 * GB, 1)]
)
def test_cores_and_memory_bound_it(cores, memory, number):
    assert at_a_time(cores, memory) == number


def test_there_is_always_room_for_one():
    assert 1 <= at_a_time() <= (os.cpu_count() or 1)
