"""Watching variables in a kernel."""

from __future__ import annotations

import sys
import time
import warnings

import pytest
from conftest import written
from live import session

from jupyter_repro.errors import ReproError
from jupyter_repro.magics import _completions
from jupyter_repro.recording.notes import CellRun, decode_notes
from jupyter_repro.recording.watch import Watch, variables
from jupyter_repro.records.session_states import changes, states_of
from jupyter_repro.records.snapshot import CellRecord
from jupyter_repro.records.watched import Watched, watched

NOTES = "__import__('jupyter_repro.recording.kernel', fromlist=['notes']).notes()"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    with session(tmp_path_factory.mktemp("kernel")) as live:
        live.shown("%load_ext jupyter_repro")
        yield live


def state(kernel):
    return decode_notes(kernel.value(NOTES)).runs[-1].state


def watch(*words):
    made = Watch()
    made.add(words)
    return made


def test_where_nothing_is_watched_nothing_of_a_library_is_imported_for_it(kernel):
    kernel.run("x = 1")
    assert state(kernel) == {}
    imported = "{name.rpartition('.')[2] for name in __import__('sys').modules if 'value_digests.' in name}"
    assert kernel.value(imported) == {"form", "objects", "walk", "words"}


def test_a_watched_variable_is_digested_after_each_cell_once_there_is_one(kernel):
    assert "watched after each cell: model" in kernel.shown("%repro watch model")
    assert state(kernel) == {}
    kernel.run("model = [1, 2]")
    first = state(kernel)["model"]
    assert first.endswith(" list of 2")
    kernel.run("model.append(3)")
    assert state(kernel)["model"] != first
    kernel.run("raise_nothing = model.pop()\n1 / 0")
    assert state(kernel)["model"] == first


def test_status_names_what_is_watched_and_what_cannot_be_compared(kernel):
    kernel.run("draws = (each for each in ())")
    kernel.run("%repro watch draws")
    kernel.run("1")
    reported = kernel.shown("%repro status")
    assert "model, draws" in reported
    assert "draws is not compared: generator" in reported
    assert "draws is not compared: generator" in kernel.shown("%repro watch")
    assert kernel.shown("next(draws, 'nothing was taken')") == "'nothing was taken'"


def test_an_iterator_is_not_advanced(kernel):
    kernel.run("numbers = iter([1, 2])\n%repro watch numbers")
    kernel.run("1")
    assert kernel.shown("next(numbers)") == "1"


def test_watching_ends(kernel):
    assert "nothing is watched" in kernel.shown("%repro watch off")
    assert state(kernel) == {}
    assert "nothing is watched" in kernel.shown("%repro watch")


def test_nothing_is_printed_warned_or_raised(kernel):
    kernel.run("%repro watch --all")
    shown = kernel.shown(
        "import warnings\n"
        "class Loud:\n"
        "    def __getstate__(self): print('asked'); raise RuntimeError\n"
        "    __reduce_ex__ = __getstate__\n"
        "    def __getattr__(self, name): warnings.warn('asked'); raise RuntimeError\n"
        "loud = Loud()\n"
        "class Worse(type):\n"
        "    def __getattribute__(cls, name): raise RuntimeError\n"
        "worst = Worse('Worst', (), {})()\n"
        "worse = type(worst)"
    )
    assert shown == ""
    reported = state(kernel)
    assert reported["loud"].startswith("blake3:")
    assert reported["worst"].startswith("not digested: ")
    assert not decode_notes(kernel.value(NOTES)).problems
    kernel.run("%repro watch off")


def test_the_notebooks_own_warnings_are_shown_as_often_as_without_it(kernel):
    kernel.run("import warnings\ndef warn(): warnings.warn('once')")
    unwatched = ["once" in kernel.shown("warn()") for _ in range(3)]
    kernel.run("def warn(): warnings.warn('once')\n%repro watch --all")
    assert ["once" in kernel.shown("warn()") for _ in range(3)] == unwatched
    kernel.run("%repro watch off")


def test_a_wrong_word_is_reported_with_what_to_do(kernel):
    assert "'a.b' is not the name of a variable" in kernel.shown("%repro watch a.b")
    assert "'soon' is no time" in kernel.shown("%repro watch --all --budget soon")


def test_names_are_completed():
    assert "watch" in _completions("%repro ")
    assert _completions("%repro watch ", ["x"]) == ["x", "--all", "--budget", "--except", "off"]
    assert _completions("%repro status ") == []


def test_words_are_read_and_written_again():
    for words in (
        ("a", "b"),
        ("--all",),
        ("a", "--all", "--budget", "0.5s"),
        ("--all", "--except", "b", "c"),
    ):
        assert watched(words).words == words
    assert watched(["--all", "--budget", "500ms"]).budget == 0.5
    assert (watched(["a"]) | watched(["--all", "--budget", "2s"])) == Watched(("a",), True, 2.0)
    assert watched(["--budget", "2s", "a", "--except", "t0", "--all", "b"]) == Watched(
        ("a", "b"), True, 2.0, ("t0",)
    )
    for wrong in (["--budget", "1s"], ["a", "--except", "b"], ["--all", "--budget"], ["1x"], ["a-b"]):
        with pytest.raises(ReproError):
            watched(wrong)


def test_all_are_the_variables_that_the_notebook_assigned():
    def own():
        pass

    own.__module__ = "__main__"
    namespace = {
        "x": 1, "_y": 2, "In": [], "Out": {}, "sys": sys, "sleep": time.sleep, "Path": CellRun, "own": own,
        "exit": 3, "f": 1.5, "written": written,
    }  # fmt: skip
    assert variables(namespace, {"exit": namespace["exit"]}) == ["f", "own", "x"]
    assert "exit" in variables({**namespace, "exit": 4}, {"exit": namespace["exit"]})


class Slow:
    """Takes longer to be digested than the budget allows."""

    begun = 0

    def __reduce_ex__(self, protocol):
        Slow.begun += 1
        time.sleep(0.3)
        return Slow, ()


def test_what_is_over_the_budget_is_named_and_not_begun_again():
    watching, slow = watch("--all", "--budget", "100ms"), Slow()
    for _ in range(2):
        assert watching.state({"a": slow}, {}) == {"a": "not digested: over the budget of time"}
        assert list(watching.skipped) == ["a"]
    assert Slow.begun == 1


def test_an_excepted_variable_is_not_watched_with_the_others():
    assert set(watch("--all", "--except", "t0").state({"a": 1, "t0": 2.5}, {})) == {"a"}


def test_what_is_named_is_digested_however_long_it_takes():
    watching = watch("a", "--all", "--budget", "0s")
    assert watching.state({"a": list(range(10**6))}, {})["a"].startswith("blake3:")


def test_texts_that_are_called_secrets_are_not_digested():
    reported = watch("--all").state({"password": "x", "API_KEY": b"y", "secret_share": 0.5}, {})
    assert [said.startswith("blake3:") for said in reported.values()].count(True) == 1
    assert reported["password"] == "not digested: its name says that it is a secret"


@pytest.mark.parametrize("name", ["pwd", "token", "db_passwd", "auth_tokens"])
def test_every_name_of_a_secret_counts(name):
    assert not watch("--all").state({name: "x"}, {})[name].startswith("blake3:")


def test_what_libraries_warn_of_is_not_shown():
    class Warned:
        def __reduce_ex__(self, protocol):
            warnings.warn("deprecated", stacklevel=1)
            return (Warned, ())

    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        assert watch("x").state({"x": Warned()}, {})["x"].startswith("blake3:")
    assert shown == []


def test_changes_from_cell_to_cell_give_the_states_again():
    states = [{}, {"a": "1"}, {"a": "1", "b": "2"}, {"b": "3"}, {}]
    before, cells = {}, []
    for place, after in enumerate(states):
        cells.append(CellRecord(str(place), "", state=changes(before, after)))
        before = after
    assert list(states_of(cells).values()) == states
    assert cells[3].state == {"a": "gone", "b": "3"}
