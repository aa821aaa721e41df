from __future__ import annotations

import gc

from jupyter_repro.data_sources.delta.known_objects import KnownObjects


class Thing:
    """Equal to all others, and not hashable."""

    def __eq__(self, other):
        return True


def test_each_object_has_its_own():
    known, things = KnownObjects(), [Thing(), Thing()]
    for number, thing in enumerate(things):
        known[thing] = number
    assert [known[thing] for thing in things] == [0, 1]


def test_what_is_gone_is_forgotten():
    known, thing = KnownObjects(), Thing()
    known[thing] = 1
    del thing
    gc.collect()
    assert not known._known
