"""What varies is matched by the narrowest pattern, and nothing else is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.experiments.fixes.varying_text import replacements_for


@pytest.mark.parametrize(
    ("kind", "one", "other", "shown"),
    [
        ("timing", "took 0.12 s, loss 0.5", "took 1.3 s, loss 0.5", ["took DURATION, loss 0.5"]),
        ("timing", "5.1ms ± 3 µs", "17 ms ± 20 ns", ["DURATION ± DURATION"]),
        ("timing", "elapsed: 0.123\nloss: 3", "elapsed: 0.7e-3\nloss: 3", ["elapsed: NUMBER\nloss: 3"]),
        ("clock", "at 2024-01-02 10:11:12.5", "at 2026-11-30 00:00:01", ["at MOMENT"]),
        ("clock", "on 2024-01-02", "on 2026-11-30", ["on DATE"]),
        ("clock", "today 2024-01-02\nat 10:11", "today 2024-01-03\nat 23:59", ["today DATE\nat TIME"]),
        (
            "entropy",
            "id 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            "id 9f2504e0-4f89-41d3-9a0c-0305e82c3302",
            ["id UUID"],
        ),
        ("entropy", "key 'deadbeef0123'", "key '0123456789ab'", ["key 'HEX'"]),
        ("tempfile", "in /tmp/tmpab12cd34/x", "in /var/tmp/tmpzz99_aaa/x", ["in TEMPORARY"]),
        ("process", "pid 123 of x1", "pid 4567 of x1", ["pid NUMBER of x1"]),
        ("path", "at /home/a/b.csv.", "at /srv/b.csv.", ["at PATH"]),
    ],
)
def test_what_varies_is_replaced(kind, one, other, shown):
    found = replacements_for(kind, [(one, other)])
    texts = {one, other}
    for each in found:
        texts = {re.sub(each.pattern, each.text, text) for text in texts}
    assert sorted(texts) == shown


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("timing", "loss a", "loss b"),
        ("timing", "0.12", "0.13"),
        ("entropy", "0.6394267984578837", "0.1223344556677889"),
        ("entropy", "id 3", "id 4"),
        ("clock", "one\ntwo", "one"),
        ("rng", "took 1 s", "took 2 s"),
        ("process", "host a 1", "host b 2"),
    ],
)
def test_what_is_known_by_nothing_is_not_replaced(kind, one, other):
    assert replacements_for(kind, [(one, other)]) == ()


@given(st.text(), st.text(), st.sampled_from(["timing", "clock", "entropy", "tempfile", "process"]))
def test_replacements_make_the_texts_the_same_whatever_they_are(one, other, kind):
    for each in replacements_for(kind, [(one, other)]):
        one, other = each.applied(one), each.applied(other)
    assert one == other or replacements_for(kind, [(one, other)]) == ()
