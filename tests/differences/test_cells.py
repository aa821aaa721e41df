"""What is reported of cells that are not as they were: by place, source, order, output and state."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

from conftest import notebook_of
from nbformat.v4 import new_output
from PIL import Image

from jupyter_repro.differences.cells import cell_differences
from jupyter_repro.differences.sides import State, contents_of
from jupyter_repro.records.snapshot import CellRecord, Context
from jupyter_repro.taking_snapshots.assembly import cell_records


def state(notebook=None, cells=None):
    if notebook is None:
        return State("a", Context(), cells)
    return State("a", Context(), cell_records(notebook), contents=contents_of(notebook))


def reported(before, after):
    return [(cell.index, cell.id, cell.what) for cell in cell_differences(before, after)]


def printing(*texts):
    notebook = notebook_of(*["pass"] * len(texts))
    for cell, text in zip(notebook.cells, texts, strict=True):
        cell.outputs = [new_output("stream", text=text)] if text else []
    return notebook


def test_cells_are_named_by_their_place_among_all_cells():
    before, after = notebook_of("# Title", "1", "2"), notebook_of("# Title", "1", "3")
    assert reported(state(before), state(after)) == [(2, "cell-2", "was edited")]


def test_a_cell_whose_id_is_new_is_known_by_its_source():
    before, after = notebook_of("1", "2"), notebook_of("1", "2")
    after.cells[1]["id"] = "another"
    assert reported(state(before), state(after)) == []


def test_the_cell_that_was_moved_is_reported_and_not_those_it_passed():
    before, after = notebook_of("1", "2", "3"), notebook_of("1", "2", "3")
    after.cells.append(after.cells.pop(0))
    assert reported(state(before), state(after)) == [(2, "cell-0", "was moved")]


def test_an_edited_cell_is_reported_with_the_lines_of_its_source():
    (found,) = cell_differences(state(notebook_of("a = 1\nb = 2")), state(notebook_of("a = 1\nb = 3")))
    assert found.diff == "@@ -1,2 +1,2 @@\n a = 1\n-b = 2\n+b = 3"


def test_an_edited_cell_that_also_shows_something_else_is_reported_with_both():
    before, after = printing("1\n"), printing("2\n")
    after.cells[0].source = "print(2)"
    assert [what for _, _, what in reported(state(before), state(after))] == [
        "was edited",
        "shows another output 0 (stdout)",
    ]


def test_outputs_that_came_or_went_are_reported_with_what_they_show():
    came, went = (
        next(cell_differences(state(one), state(other)))
        for one, other in ((printing(""), printing("1\n")), (printing("1\n"), printing("")))
    )
    assert (came.what, came.diff) == ("shows a new output 0 (stdout)", "@@ -0,0 +1 @@\n+1")
    assert (went.what, went.diff) == (
        "does not show output 0 any more (stdout)",
        "@@ -1 +0,0 @@\n-1",
    )


def test_a_long_output_is_compared_by_what_the_notebook_stores_of_it():
    lines = [f"line {number}" for number in range(1000)]
    other = [*lines[:500], "another", *lines[501:]]
    (found,) = cell_differences(state(printing("\n".join(lines))), state(printing("\n".join(other))))
    assert "-line 500\n+another" in found.diff


def test_of_a_long_output_without_a_notebook_the_excerpt_is_compared():
    lines = [f"line {number}" for number in range(1000)]
    before, after = ("\n".join(["first", *lines]), "\n".join(["other", *lines]))
    records = [cell_records(printing(text)) for text in (before, after)]
    (found,) = cell_differences(*(state(cells=cells) for cells in records))
    assert "-first\n+other" in found.diff
    assert (found.index, found.position) == (None, 0)


def test_a_picture_is_reported_by_form_and_size_and_not_by_its_bytes():
    def drawn(width):
        notebook = notebook_of("plot()")
        held = BytesIO()
        Image.new("RGB", (width, 1)).save(held, "PNG")
        data = {"image/png": b64encode(held.getvalue()).decode(), "text/plain": "<Figure>"}
        notebook.cells[0].outputs = [new_output("display_data", data=data)]
        return state(notebook)

    (found,) = cell_differences(drawn(2), drawn(3))
    assert found.what.startswith("shows another output 0 (image/png: ")
    assert found.what.endswith(" B)")
    assert found.diff == ""


def test_a_watched_variable_is_reported_in_the_cell_that_leaves_it_otherwise():
    def recorded(first):
        states = ({"x": f"blake3:{first} int"}, {}, {"y": "blake3:b int"})
        return [CellRecord(f"c{number}", "source", (), each) for number, each in enumerate(states)]

    found = reported(state(cells=recorded("1")), state(cells=recorded("2")))
    assert [cell_id for _, cell_id, _ in found] == ["c0"]
    assert "leaves another state: the variable x" in found[0][2]


def test_where_nothing_was_watched_on_one_side_no_state_is_reported():
    watched = [CellRecord("c", "source", (), {"x": "blake3:1 int"})]
    assert reported(state(cells=watched), state(cells=[CellRecord("c", "source")])) == []
