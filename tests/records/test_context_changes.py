from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.records.context_changes import changed_facts
from jupyter_repro.verdicts import ContextChange

_FACTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("12"))


def test_changed_and_lost_facts_are_reported_by_name_and_new_ones_are_not():
    changes = changed_facts("machine", {"c": "1", "b": "1", "a": "1"}, {"a": "1", "b": "2", "d": "1"}, "gone")
    assert list(changes) == [
        ContextChange("machine", "b", "1", "2"),
        ContextChange("machine", "c", "1", "gone"),
    ]


@given(_FACTS, _FACTS)
def test_a_context_has_not_changed_from_itself_nor_by_what_was_added(recorded, added):
    assert not list(changed_facts("machine", recorded, {**added, **recorded}, "gone"))
