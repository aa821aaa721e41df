"""The search over a kernel that is only played: what is run, what is not, and where it ends."""

from dataclasses import dataclass, field
from random import Random
from time import sleep

import pytest
from conftest import notebook_of
from nbformat.v4 import new_output

from jupyter_repro.experiments.orders.search import restored_order


@dataclass
class PlayedKernel:
    """Runs cells by `exec`; a cell shows the value of `shown` after it."""

    ran: list[list[str]] = field(default_factory=list)
    seconds: float = 0.0

    def __call__(self, notebook, enough):
        names: dict = {}
        self.ran.append([])
        for cell in notebook.cells:
            cell.outputs, cell.execution_count = [], None
        for place, cell in enumerate(notebook.cells):
            sleep(self.seconds)
            self.ran[-1].append(cell.source)
            _run(cell, names, place + 1)
            if enough(place, cell):
                break
        return notebook


def _run(cell, names, count):
    names["shown"] = None
    cell.execution_count = count
    try:
        exec(cell.source, names)
    except Exception as error:
        cell.outputs = [new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[])]
    if names["shown"] is not None:
        cell.outputs = [new_output("stream", name="stdout", text=str(names["shown"]))]


def stored(sources, *runs):
    """A notebook of these cells, as it is after they ran in this order."""
    notebook, names = notebook_of(*sources), {}
    for count, index in enumerate(runs, 1):
        _run(notebook.cells[index], names, count)
    return notebook


SWAPPED = ("n = 1", "shown = n", "n = 2")


def test_the_search_ends_with_the_first_order_that_gives_all_outputs():
    kernel = PlayedKernel()
    found = restored_order(stored(SWAPPED, 0, 2, 1), kernel)
    assert (found.order, found.agreeing, found.of, found.tried) == ((0, 2, 1), 3, 3, 2)
    assert len(kernel.ran) == 2


def test_a_notebook_that_ran_from_top_to_bottom_is_run_once():
    found = restored_order(stored(SWAPPED, 0, 1, 2), PlayedKernel())
    assert (found.order, found.tried) == ((0, 1, 2), 1)


def test_an_order_is_not_run_on_where_it_cannot_come_out_better():
    notebook = stored(("n = 1", "shown = n", "shown = 3", "n = 2"), 0, 1, 2, 3)
    notebook.cells[1].outputs[0]["text"] = "never"
    kernel = PlayedKernel()
    restored_order(notebook, kernel)
    beginnings = [ran for ran in kernel.ran if len(ran) < 4]
    assert beginnings
    assert all(ran[-1] == "shown = n" for ran in beginnings)


def test_no_beginning_that_is_known_to_depart_is_run_again():
    notebook = stored(("n = 1", "shown = n", "m = 1", "shown = m", "m = 2"), 0, 1, 2, 4, 3)
    notebook.cells[1].outputs[0]["text"] = "never"
    kernel = PlayedKernel()
    found = restored_order(notebook, kernel)
    assert found.departing == (1,)
    assert len(kernel.ran) <= found.tried + 2


def test_no_more_orders_are_run_than_may_be():
    sources = ["n = 0", *["n += 1\nshown = n"] * 6]
    notebook = stored(sources, 0, 6, 2, 4, 3, 5, 1)
    for cell in notebook.cells:
        cell.execution_count = None
    found = restored_order(notebook, PlayedKernel(), most=3)
    assert found.tried == 3
    assert "no more than 3 orders are tried" in found.why_not


def test_the_search_ends_when_its_time_is_up():
    found = restored_order(stored(SWAPPED, 0, 2, 1), PlayedKernel(seconds=0.1), seconds=0.25)
    assert found.tried == 1
    assert found.why_not[-1] == "the time was up after 1 order"
    assert found.seconds < 1


def test_what_earlier_runs_of_a_cell_showed_is_kept():
    found = restored_order(stored(("n = 0", "n += 1\nshown = n"), 0, 1, 1), PlayedKernel())
    assert found.order == (0, 1, 1)
    assert [output["text"] for output in found.earlier[1]] == ["1"]


def test_cells_that_no_order_makes_agree_do_not_hide_the_order_of_the_others():
    notebook = stored((*SWAPPED, "shown = 'a'"), 0, 2, 1, 3)
    notebook.cells[3].source = "shown = 'b'"
    found = restored_order(notebook, PlayedKernel())
    assert (found.order, found.departing) == ((0, 2, 1, 3), (3,))
    assert found.why_not[0].startswith("[4] shows another value in every order that was tried")


def test_an_interrupted_search_goes_no_further():
    def interrupted(_notebook, _enough):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restored_order(stored(SWAPPED, 0, 2, 1), interrupted)


def random_cells(rnd):
    """Cells that set, change and show a few names; each is set before it is used from top to bottom."""
    cells = [f"{name} = [{rnd.randint(0, 9)}]" for name in "ab"]
    for _ in range(rnd.randint(3, 8)):
        one, other = rnd.choice("ab"), rnd.choice("ab")
        kinds = (
            f"{one} = [{rnd.randint(0, 9)}]\nshown = None",
            f"{one} = {other} + [{rnd.randint(0, 9)}]\nshown = {one}[:]",
            f"{one}.append({rnd.randint(0, 9)})\nshown = {one}[:]",
            f"shown = ({one}[:], {other}[:])",
        )
        cells.append(rnd.choice(kinds))
    return [*cells, "shown = (a[:], b[:])"]


def random_order(rnd, number):
    """Top to bottom, but for a cell that ran twice and one that was moved."""
    order = [*range(number)]
    order.insert(rnd.randrange(2, number + 1), rnd.choice(order[2:]))
    order.insert(rnd.randrange(2, number), order.pop(rnd.randrange(2, number)))
    return order


@pytest.mark.parametrize(("counts", "least"), [(True, 0.95), (False, 0.7)], ids=["counts", "no counts"])
def test_most_notebooks_that_ran_in_a_random_order_are_restored(counts, least):
    rnd, restored = Random(7), 0
    for _ in range(40):
        sources = random_cells(rnd)
        notebook = stored(sources, *random_order(rnd, len(sources)))
        for cell in notebook.cells:
            cell.execution_count = cell.execution_count if counts else None
        restored += restored_order(notebook, PlayedKernel()).restored
    assert restored / 40 >= least
