"""Which actions there are for which cause."""

from __future__ import annotations

import pytest

from jupyter_repro.diagnosing.actions import Action, AvailableActions, actions_for


def reported(kind, name="", *, pinned=False, restorable=()):
    return actions_for(kind, name, AvailableActions(pinned, lambda name: name in restorable))


def test_an_unpinned_generator_can_be_pinned_and_a_pinned_one_not_again():
    assert reported("rng") == (Action("pin"),)
    assert reported("rng", pinned=True) == ()


def test_hidden_state_is_mended_by_a_restart():
    assert reported("hidden-state") == (Action("restart"),)


@pytest.mark.parametrize("kind", ["data", "code"])
def test_a_file_is_restored_where_that_can_be(kind):
    assert reported(kind, "a.csv", restorable=["a.csv"]) == (Action("restore", "a.csv"),)
    assert reported(kind, "b.csv", restorable=["a.csv"]) == ()
    assert reported(kind, "", restorable=[""]) == ()


@pytest.mark.parametrize("kind", ["clock", "package", "upstream", "no such kind"])
def test_there_is_none_for_what_no_click_can_mend(kind):
    assert reported(kind, "x", restorable=["x"]) == ()
