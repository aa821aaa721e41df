"""What a page shows, held against what was recorded, through its handler."""

from __future__ import annotations

import nbformat

from jupyter_repro.server.outputs_handler import MOST_SHOWN


def result(text):
    return {
        "output_type": "execute_result",
        "data": {"text/plain": text},
        "metadata": {},
        "execution_count": 7,
    }


async def shown(server, cells, path="folder/a.ipynb"):
    return await server.ask("POST", "outputs", body={"path": path, "cells": cells})


async def test_shown_outputs_are_held_against_the_recorded_ones(server, recorded):
    state = await server.state()
    status, reported = await shown(server, {"cell-0": [result("'1'")], "cell-1": [result("3")]})
    assert (status, reported["recorded"]) == (200, state["recorded"])
    assert reported["cells"]["cell-0"] == []
    (difference,) = reported["cells"]["cell-1"]
    assert "2 became 3" in difference["summary"]


async def test_outputs_that_were_saved_are_read_in_the_file(server, recorded):
    notebook = nbformat.read(recorded, as_version=4)
    notebook.cells[1].outputs = [nbformat.from_dict(result("3"))]
    nbformat.write(notebook, recorded)
    _, reported = await shown(server, {"cell-0": None, "cell-1": None})
    assert {name: len(differences) for name, differences in reported["cells"].items()} == {
        "cell-0": 0,
        "cell-1": 1,
    }


async def test_of_a_notebook_that_is_not_recorded_nothing_is_reported(server, notebook):
    assert await shown(server, {"cell-0": []}) == (200, {"recorded": None, "cells": {}})


async def test_what_is_no_such_request_is_refused(server, recorded):
    assert (await shown(server, {"cell-0": "text"}))[0] == 400
    assert (await shown(server, {}, path="folder/other.ipynb"))[0] == 404
    assert (await shown(server, {"cell-0": ["x" * MOST_SHOWN]}))[0] == 413
    recorded.with_suffix(".repro.json").write_text("{")
    assert (await shown(server, {"cell-0": []}))[0] == 422
