import pytest

from jupyter_repro.policies.rules import Replacement, Rule, sanitizing


@pytest.mark.parametrize(
    "pattern", ["reports", "reports/", "./reports", "reports/*", "*/q1.ipynb", "reports/20*"]
)
def test_a_folder_stands_for_all_that_is_in_it_and_a_wildcard_crosses_folders(pattern):
    assert Rule(notebooks=(pattern,)).holds_for_notebook("reports/2026/q1.ipynb")
    assert not Rule(notebooks=(pattern,)).holds_for_notebook("drafts/a.ipynb")


def test_cells_are_found_by_name_id_and_tag():
    cell = {"id": "ab12", "metadata": {"name": "plot", "tags": ["slow"]}}
    assert all(Rule(cells=(name,)).holds_for_cell(cell) for name in ("plot", "ab12", "slow", "pl*"))
    assert not Rule(cells=("other",)).holds_for_cell(cell)


def test_streams_and_errors_have_short_names():
    assert Rule(mime=("stderr",)).holds_for_mime("application/vnd.jupyter.stderr")
    assert not Rule(mime=("stderr",)).holds_for_mime("application/vnd.jupyter.stdout")


def test_a_replacement_knows_groups():
    assert Replacement(r"(\w+) in \d+ ms", r"\1 in TIME").applied("fit in 12 ms") == "fit in TIME"


@pytest.mark.parametrize(("pattern", "text"), [("(", ""), ("a", r"\2"), ("a{9999999999999}", "")])
def test_a_broken_regular_expression_is_refused(pattern, text):
    with pytest.raises(ValueError, match="regular expression"):
        Replacement(pattern, text)


def test_a_sanitize_file_of_nbval_is_read():
    text = "[times]\nregex: \\d+:\\d+\nreplace: TIME\n\n[other]\nregex: x\nreplace: \n"
    assert sanitizing(text) == (Replacement(r"\d+:\d+", "TIME"), Replacement("x", ""))
