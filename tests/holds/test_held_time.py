"""A time that goes forward by itself."""

from __future__ import annotations

from itertools import pairwise

from jupyter_repro.holds.held_time import SECOND, HeldTime


def test_each_look_is_later():
    time = HeldTime()
    looks = [time.look() for _ in range(10_000)]
    assert all(one < other for one, other in pairwise(looks))


def test_who_waits_for_an_hour_need_not_look_ten_thousand_times():
    time, looks = HeldTime(), 0
    while time.look() < 3600 * SECOND:
        looks += 1
    assert looks < 10_000


def test_who_sleeps_in_between_waits_about_as_long():
    time, rounds = HeldTime(), 0
    while time.look() < 60 * SECOND:
        time.sleep(0.1)
        rounds += 1
    assert 550 < rounds < 650


def test_a_cell_begins_at_a_full_second():
    time = HeldTime()
    time.look()
    time.cell_begins()
    assert time.look() == 2 * SECOND + SECOND // 1000
