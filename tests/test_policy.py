import pytest

from jupyter_repro.errors import ReproError
from jupyter_repro.policy import Policy, policy_of


def cell(source="", **metadata):
    return {"source": source, "metadata": metadata}


def test_a_cell_that_declares_nothing_has_the_default():
    assert policy_of(cell("x = 1"), Policy(tolerance=0.1)) == Policy(tolerance=0.1)


def test_a_magic_in_the_source_declares():
    assert policy_of(cell("%repro ignore\nprint(1)")).ignore
    assert policy_of(cell("  %repro tolerance 1e-6\nx")).tolerance == 1e-6


def test_a_tag_is_stronger_than_metadata_and_metadata_than_the_source():
    source = "%repro tolerance 0.1"
    assert policy_of(cell(source, repro={"tolerance": 0.2})).tolerance == 0.2
    assert policy_of(cell(source, repro={"tolerance": 0.2}, tags=["repro-tolerance=0.3"])).tolerance == 0.3


def test_tags_of_others_are_passed_over():
    assert policy_of(cell("", tags=["parameters", "repro-ignored", "hide-input"])) == Policy()


@pytest.mark.parametrize("value", ["", "-1", "much", "nan", "inf"])
def test_a_tolerance_that_is_no_number_is_an_error_that_says_what_to_write(value):
    with pytest.raises(ReproError, match="1e-6"):
        policy_of(cell(f"%repro tolerance {value}"))
