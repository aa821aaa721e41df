"""Names of cells, as people see them."""

from __future__ import annotations

from jupyter_repro.formatting.cell_names import CellNames, numbered

NAMES = CellNames([5, 1, 2])


def test_a_cell_is_called_by_its_number_among_the_code_cells():
    assert [NAMES.name(index) for index in (1, 2, 5)] == ["[1]", "[2]", "[3]"]


def test_a_line_is_named_behind_its_cell():
    assert NAMES.name(2, 4) == "[2], line 4"
    assert numbered(7, 0) == numbered(7) == "[7]"


def test_text_is_called_by_the_code_cell_that_it_stands_beside():
    assert NAMES.name(0) == "text above [1]"
    assert NAMES.name(3) == NAMES.name(4) == "text above [3]"
    assert NAMES.name(6) == "text below [3]"
    assert CellNames([]).name(0) == "text"


def test_several_cells_are_named_in_one_go():
    assert NAMES.names([1, 5]) == "[1], [3]"


def test_the_index_of_a_cell_is_found_by_its_number():
    assert [NAMES.index(number) for number in (1, 2, 3)] == [1, 2, 5]
    assert NAMES.index(0) is NAMES.index(4) is None
