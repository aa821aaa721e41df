"""Which of the variables that were read are named by the user's own texts."""

from __future__ import annotations

from jupyter_repro.records.environment_reads import ALL, KIND, is_named, read_words, reads_named, words_of
from jupyter_repro.records.snapshot import Use


def read(what, line):
    return Use(KIND, "cell", line, what, "")


def test_a_variable_is_named_by_its_name_or_by_a_beginning_of_it_that_ends_with_an_underscore():
    words = words_of(["region: ${oc.env:STUDY_REGION}", "each.startswith('LAB_')"])
    assert is_named("STUDY_REGION", words)
    assert is_named("LAB_SITE", words)
    assert not is_named("LABEL", words)
    assert not is_named("STUDY", words)


def test_of_named_variables_the_first_read_counts_and_of_others_none():
    uses = [
        read(read_words("A_1"), 1),
        read(ALL, 2),
        read(read_words("LAB"), 3),
        read(read_words("SITE"), 4),
    ]
    found = reads_named(uses, ["A_1", "A_2", "JUPYTER_REPRO_X"], words_of(["A_ and SITE", "JUPYTER_REPRO_X"]))
    assert [(use.what, use.line) for use in found] == [
        (read_words("A_1"), 1),
        (read_words("A_2"), 2),
        (read_words("SITE"), 4),
    ]
