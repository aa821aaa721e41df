from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.experiments.orders.candidates import MOST, candidates
from jupyter_repro.experiments.orders.counts import sessions
from jupyter_repro.experiments.orders.settled import NameFlow
from jupyter_repro.experiments.orders.stored_cells import StoredCell

NAMES = st.frozensets(st.sampled_from("abcd"), max_size=2)
CELLS = st.lists(
    st.builds(
        StoredCell,
        index=st.just(0),
        count=st.none() | st.integers(1, 9),
        needs=NAMES,
        sets=NAMES,
        changes=NAMES,
        touches=NAMES,
        anything=st.integers(0, 9).map(lambda number: number == 0),
        shows=st.booleans(),
        raises=st.integers(0, 9).map(lambda number: number == 0),
    ),
    min_size=1,
    max_size=7,
).map(lambda cells: tuple(_at(place, cell) for place, cell in enumerate(cells)))


def _at(place, cell):
    return replace(cell, index=2 * place + 1)


def cell(index, count=None, needs="", sets="", shows=False, **known):
    return StoredCell(index, count, frozenset(needs), frozenset(sets), shows=shows, **known)


@given(CELLS)
def test_every_candidate_is_one_that_the_flow_of_names_allows(cells):
    flow = NameFlow(cells)
    assert all(flow.allows(order) for order in candidates(cells))


@given(CELLS)
def test_no_candidate_comes_twice_and_they_are_bounded(cells):
    found = candidates(cells)
    assert len(set(found)) == len(found) <= MOST


@given(CELLS)
def test_there_is_a_candidate_and_it_holds_every_cell_that_shows_something(cells):
    found = candidates(cells)
    assert found
    assert all({cell.index for cell in cells if cell.shows} <= {*order} for order in found)


@given(CELLS)
def test_every_candidate_holds_cells_of_the_notebook(cells):
    assert {index for order in candidates(cells) for index in order} <= {cell.index for cell in cells}


def test_counts_without_a_gap_tell_one_order_after_top_to_bottom():
    cells = (cell(0, 2, shows=True), cell(1, 1, sets="a"), cell(2, 3, needs="a", shows=True))
    assert candidates(cells)[:2] == ((0, 1, 2), (1, 0, 2))


def test_a_cell_waits_for_the_only_cell_that_sets_its_name():
    cells = (cell(0, needs="a"), cell(1, needs="b", sets="a"), cell(2, sets="b"))
    assert candidates(cells)[0] == (2, 1, 0)


def test_a_gap_is_filled_by_the_cell_below_it_first():
    cells = (cell(0, 1, sets="a"), cell(1, 3, needs="a", sets="a", shows=True))
    assert candidates(cells)[:2] == ((0, 1), (0, 1, 1))


def test_a_gap_of_several_is_filled_by_the_cells_that_ran_again():
    cells = (cell(0, 1, sets="a"), cell(1, 4, needs="a", sets="a"), cell(2, 5, needs="a", sets="a"))
    assert candidates(cells)[:2] == ((0, 1, 2), (0, 1, 2, 1, 2))


def test_a_cell_that_never_ran_is_left_out_then_tried_at_every_place():
    cells = (cell(0, 1, sets="a"), cell(1, sets="a"), cell(2, 2, needs="a", shows=True))
    assert {(0, 2), (0, 1, 2), (1, 0, 2), (0, 2, 1)} <= {*candidates(cells)}


def test_a_cell_without_a_count_that_alone_sets_a_name_is_not_left_out():
    cells = (cell(0, sets="a"), cell(1, 1, needs="a", shows=True))
    assert all(0 in order for order in candidates(cells))


def test_counts_that_come_again_are_of_another_kernel():
    cells = (cell(0, 1), cell(1, 2), cell(2, 2), cell(3, 1))
    assert [[each.index for each in kernel] for kernel in sessions(cells)] == [[0, 1], [3, 2]]


def test_cells_that_need_each_other_are_tried_all_the_same():
    cells = (cell(0, needs="a", sets="b"), cell(1, needs="b", sets="a"))
    assert (0, 1) in candidates(cells)
