import pytest

from jupyter_repro.errors import ReproError
from jupyter_repro.policies.cell_declarations import Declared, declared
from jupyter_repro.policies.rules import Replacement


def cell(source="", **metadata):
    return {"source": source, "metadata": metadata}


def test_a_cell_that_says_nothing_declares_nothing():
    assert declared(cell("x = 1")) == Declared()


def test_magics_in_the_source_declare():
    assert declared(cell("%repro ignore\nprint(1)")).ignore is True
    assert declared(cell("  %repro tolerance 1e-6\nx")).tolerance == 1e-6


def test_a_tag_is_stronger_than_metadata_and_metadata_than_the_source():
    source = "%repro tolerance 0.1"
    assert declared(cell(source, repro={"tolerance": 0.2})).tolerance == 0.2
    assert declared(cell(source, repro={"tolerance": 0.2}, tags=["repro-tolerance=0.3"])).tolerance == 0.3
    assert declared(cell("%repro ignore", repro={"ignore": False})).ignore is False


def test_tags_of_others_are_passed_over():
    assert declared(cell("", tags=["parameters", "repro-ignored", "hide-input"])) == Declared()


@pytest.mark.parametrize(
    ("comment", "tag", "expected"),
    [
        ("# NBVAL_IGNORE_OUTPUT", "nbval-ignore-output", Declared(ignore=True)),
        ("# NBVAL_CHECK_OUTPUT", "nbval-check-output", Declared(ignore=False)),
        ("#NBVAL_SKIP", "nbval-skip", Declared(skip=True)),
        ("  ## NBVAL_RAISES_EXCEPTION ", "nbval-raises-exception", Declared(raises=True)),
        ("# PYTEST_VALIDATE_IGNORE_OUTPUT", "pytest-validate-ignore-output", Declared(ignore=True)),
        ("x = 1", "raises-exception", Declared(raises=True)),
        ("x = 1", "skip-execution", Declared(skip=True)),
    ],
)
def test_nbvals_comments_and_tags_and_those_of_nbclient_count(comment, tag, expected):
    assert declared(cell("", tags=[tag])) == expected
    assert declared(cell(f"y = 2\n{comment}\nz")) == (expected if "#" in comment else Declared())


def test_a_comment_that_only_mentions_a_marker_is_none():
    assert declared(cell("# use NBVAL_SKIP here\nx = 'NBVAL_SKIP'  # NBVAL_SKIP")) == Declared()


def test_of_two_markers_the_last_counts():
    assert declared(cell("# NBVAL_IGNORE_OUTPUT\n# NBVAL_CHECK_OUTPUT")).ignore is False


@pytest.mark.parametrize("value", ["", "-1", "much", "nan", "inf"])
def test_a_tolerance_that_is_no_number_is_an_error_that_says_what_to_write(value):
    with pytest.raises(ReproError, match="1e-6"):
        declared(cell(f"%repro tolerance {value}"))


def test_an_unknown_key_in_the_metadata_is_an_error_that_names_it():
    with pytest.raises(ReproError, match="tolerence"):
        declared(cell("", repro={"tolerence": 1}))


@pytest.mark.parametrize("tags", [None, "nbval-skip", 3])
def test_tags_that_are_no_list_are_passed_over(tags):
    assert declared(cell("", tags=tags)) == Declared()


def test_a_cell_has_replacements_in_its_metadata():
    found = declared(cell("", repro={"replace": [{"pattern": r"\d+ ms", "with": "TIME"}]}))
    assert found.replace == (Replacement(r"\d+ ms", "TIME"),)


@pytest.mark.parametrize("replace", ["x", [{"pattern": "("}], [{"with": "x"}], {"a": "b"}, None])
def test_replacements_that_are_none_are_an_error_that_says_how_to_write_them(replace):
    with pytest.raises(ReproError) as caught:
        declared(cell("", repro={"replace": replace}))
    assert "pattern" in caught.value.remedy
