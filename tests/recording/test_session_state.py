"""What a front end is reported of a session, by a real kernel over the protocol."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from live import session

from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.recording import kernel
from jupyter_repro.recording.notes import CellRun
from jupyter_repro.recording.session_state import session_state

ASK = '__import__("jupyter_repro.recording.session_state", fromlist=["session_state"]).session_state'


def asked(live, *sources, ids="abcdefgh"):
    """The state, for a document with these sources."""
    cells = [
        [cell, source_digest(source), bool(source) and not source.startswith("%"), index]
        for index, (cell, source) in enumerate(zip(ids, sources, strict=False))
    ]
    return live.bundle(f"{ASK}({cells!r})")["application/json"]


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    folder = tmp_path_factory.mktemp("live")
    (folder / "d.txt").write_text("1")
    with session(folder) as live:
        yield live


SOURCES = ("%load_ext jupyter_repro", "import random\nrandom.random()", "x = 1", "x = x + 1", "open('d.txt')")


@pytest.fixture(scope="module")
def before(live):
    """Asked where nothing is loaded; and the modules that were imported for it."""
    modules = "sorted(__import__('sys').modules)"
    known = live.value(modules)
    reported = asked(live, *SOURCES)
    return reported, [name for name in live.value(modules) if name not in known]


@pytest.fixture(scope="module")
def after(live, before):
    """After a session in which a cell above ran last, and one that is not there any more."""
    for cell, source in zip("abcde", SOURCES, strict=True):
        live.run(source, cell)
    live.run("gone = 1", "gone")
    live.run(SOURCES[2], "c")
    first, second = asked(live, *SOURCES), asked(live, *SOURCES)
    assert first == second
    return first


def test_where_nothing_is_loaded_it_says_so_and_loads_nothing(before):
    reported, imported = before
    assert (reported["loaded"], reported["seed"], reported["runs"], reported["problems"]) == (
        False,
        None,
        [],
        [],
    )
    assert all(name.startswith("jupyter_repro") for name in imported)
    assert not any("kernel" in name or "hidden" in name for name in imported)


def test_the_last_run_of_each_cell_is_reported_with_the_digest_of_its_source(after):
    assert after["loaded"]
    runs = {run["cell"]: run for run in after["runs"]}
    assert sorted(runs) == ["b", "c", "d", "e"]  # loading is no run that anybody saw begin
    assert runs["c"]["digest"] == source_digest("x = 1")
    assert runs["c"]["count"] == max(run["count"] for run in after["runs"])


def test_cells_that_a_cell_above_ran_after_are_out_of_order(after):
    assert after["out_of_order"] == ["d", "e"]


def test_hidden_state_is_reported_for_the_open_document(live, after):
    assert "a cell ran (In [6]) that the notebook does not have any more" in after["hidden_state"]
    assert "[3] ran 2 times" in after["hidden_state"]
    edited = asked(live, *SOURCES[:3], "x = x + 2", SOURCES[4])
    assert "[4] was edited after it ran" in edited["hidden_state"]


def test_what_was_used_unpinned_is_reported_with_its_cell(after):
    (use,) = [use for use in after["uses"] if use["kind"] == "rng"]
    assert (use["cell"], use["line"]) == ("b", 2)
    assert set(use) == {"cell", "line", "kind", "what", "remedy", "certainty"}


def test_asking_is_neither_a_run_nor_a_read(live, after):
    notes = json.loads(live.value("__import__('jupyter_repro.recording.kernel').recording.kernel.notes()"))
    assert len(notes["runs"]) == 6
    assert [read["path"] for read in notes["data"]["files"]] == ["d.txt"]


def test_pins_are_reported_and_what_is_not_pinned(live, after):
    live.run("%repro pin 7\nimport random\nrandom.seed(1)", "p")
    reported = asked(live, *SOURCES)
    assert reported["seed"] == 7
    assert reported["pins"]["random"] == "seeded by the notebook itself"
    assert any("PYTHONHASHSEED" in sentence for sentence in reported["not_pinned"])
    live.run("%repro pin off", "p")


@pytest.mark.parametrize(
    "cells", ["7", "[1]", "[['a']]", "[[None, None, None, None]]", "[['a', 'b', True, 'c']]"]
)
def test_it_never_raises(live, after, cells):
    reported = live.bundle(f"{ASK}({cells})")["application/json"]
    assert reported["loaded"]


def test_five_hundred_runs_are_reported(monkeypatch):
    sources = [f"value_{number} = {number}\n" * 20 for number in range(500)]
    runs = [(CellRun(f"cell-{number}", source, number + 1), None) for number, source in enumerate(sources)]
    pinning = SimpleNamespace(seed=None, state={}, own=set())
    recorder = SimpleNamespace(
        runs=runs,
        pinning=pinning,
        environ={},
        problems={},
        sightings=SimpleNamespace(uses={}),
        unwatched=lambda act, *arguments: act(*arguments),
    )
    monkeypatch.setattr(kernel, "_current", recorder)
    cells = [[f"cell-{number}", source_digest(source), True, number] for number, source in enumerate(sources)]
    assert len(session_state(cells).content["runs"]) == 500
