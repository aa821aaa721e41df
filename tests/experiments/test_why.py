"""A cause is proven by experiment, an innocent is called so, and nothing of the user's is touched."""

from __future__ import annotations

import json

import pytest
from conftest import inside
from why_notebooks import asked, first_cause, named, outcomes, recorded, write

from jupyter_repro.verifying.notebook import Options

TWO_FILES = ("a = open('a.txt').read()", "b = open('b.txt').read()", "print(len(a) + 0 * len(b))")


@pytest.fixture
def two_files(tmp_path):
    """Two files were read and have changed; one of them matters."""
    path = recorded(tmp_path, TWO_FILES, {"a.txt": "a file as it was", "b.txt": "another as it was"})
    write(tmp_path, {"a.txt": "changed", "b.txt": "changed as well"})
    return path


def test_of_two_changed_files_the_cause_is_proven_and_the_other_is_innocent(two_files):
    before = {path.name: path.read_bytes() for path in two_files.parent.iterdir() if path.is_file()}
    verdict = asked(two_files)
    assert [(each.kind, each.name, each.certainty) for each in verdict.root.causes] == [
        ("data", "a.txt", "proven")
    ]
    assert outcomes(verdict) == {"": "alike", "a.txt": "returns", "b.txt": "differs"}
    assert verdict.dependence == ((2, 0), (2, 1))
    assert {path.name: path.read_bytes() for path in two_files.parent.iterdir() if path.is_file()} == before


def test_one_of_64_changed_files_takes_at_most_eight_runs(tmp_path):
    names = [f"data/{number:02}.txt" for number in range(64)]
    reads = "import pathlib\ntexts = {p.name: p.read_text() for p in sorted(pathlib.Path('data').iterdir())}"
    path = recorded(tmp_path, [reads, "print(texts['41.txt'])"], dict.fromkeys(names, "as it was"))
    write(tmp_path, dict.fromkeys(names, "changed"))
    verdict = asked(path)
    assert (first_cause(verdict).name, first_cause(verdict).certainty) == ("data/41.txt", "proven")
    names = [each.name for each in verdict.experiments]
    found = verdict.experiments[: names.index("data/41.txt") + 1]
    assert sum(each.runs for each in found) <= 8


def test_two_changes_that_matter_only_together_are_both_named(tmp_path):
    cells = ["import one, two", "print(max(one.VALUE, two.VALUE))"]
    path = recorded(tmp_path, cells, {"one.py": "VALUE = 1\n", "two.py": "VALUE = 1\n"})
    write(tmp_path, {"one.py": "VALUE = 22\n", "two.py": "VALUE = 22\n"})
    verdict = asked(path)
    assert {(each.kind, each.name, each.certainty) for each in verdict.root.causes} == {
        ("code", "one.py", "proven"),
        ("code", "two.py", "proven"),
    }
    assert outcomes(verdict)["one.py + two.py"] == "returns"


def test_a_clock_is_proven_by_holding_it(tmp_path):
    path = recorded(tmp_path, ["import time\ndef stamp():\n    return time.time()", "print(stamp())"])
    verdict = asked(path)
    assert (first_cause(verdict).kind, first_cause(verdict).certainty) == ("clock", "proven")
    assert named(verdict, "").outcome == "differs"
    assert named(verdict, "clock").outcome == "alike"


def test_two_sources_of_chance_that_are_shown_together_are_both_named(tmp_path):
    path = recorded(tmp_path, ["import time, uuid", "print(time.time(), uuid.uuid4())"])
    verdict = asked(path)
    assert {(each.kind, each.certainty) for each in verdict.root.causes} == {
        ("clock", "proven"),
        ("entropy", "proven"),
    }


def test_a_variable_is_set_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setenv("TF_MODE", "fast")
    path = recorded(tmp_path, ["import os", "print(os.environ.get('TF_MODE'))"])
    monkeypatch.setenv("TF_MODE", "slow")
    verdict = asked(path)
    assert (first_cause(verdict).name, first_cause(verdict).certainty) == ("TF_MODE", "proven")
    assert outcomes(verdict)["TF_MODE"] == "returns"


def test_a_variable_whose_value_is_not_written_down_is_varied(tmp_path, monkeypatch):
    monkeypatch.setenv("WHERE_IT_LIES", "/a/place")
    path = recorded(tmp_path, ["import os", "print(len(os.environ.get('WHERE_IT_LIES')))"])
    monkeypatch.setenv("WHERE_IT_LIES", "/another/place")
    verdict = asked(path)
    assert first_cause(verdict).certainty == "proven"
    assert (named(verdict, "WHERE_IT_LIES").how, named(verdict, "WHERE_IT_LIES").outcome) == (
        "vary",
        "differs",
    )


def test_an_edited_cell_is_put_back_from_git(tmp_path):
    path = recorded(tmp_path, ["x = 1", "print(x)"])
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["source"] = "x = 2"
    path.write_text(json.dumps(notebook))
    verdict = asked(path)
    assert any(each.kind == "notebook" and each.certainty == "proven" for each in verdict.root.causes)


def test_a_notebook_that_reproduces_answers_in_two_runs(tmp_path):
    verdict = asked(recorded(tmp_path, ["print(1)"]))
    assert verdict.status == "identical"
    assert [(each.how, each.outcome, each.runs) for each in verdict.experiments] == [("repeat", "returns", 2)]


def test_under_stress_it_is_said_what_a_notebook_silently_depends_on(tmp_path):
    path = recorded(tmp_path, ["import os, time", "print(time.strftime('%Z'))"])
    verdict = asked(path, stress=True)
    assert verdict.status == "identical"
    assert outcomes(verdict)["another time zone"] == "differs"
    assert outcomes(verdict)["another hash seed"] == "alike"


def test_what_the_budget_does_not_reach_is_said(two_files):
    verdict = asked(two_files, budget=0.001)
    assert any("--budget" in note for note in verdict.notes)
    assert first_cause(verdict).certainty != "proven"


def test_ctrl_c_ends_the_experiments_and_tells_what_is_known(tmp_path, monkeypatch):
    path = recorded(tmp_path, ["import time", "print(time.time())"])
    from jupyter_repro.experiments import why as experiments

    def interrupted(*_arguments, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(experiments.ChanceSearch, "search", interrupted)
    verdict = asked(path)
    assert "the experiments were stopped" in verdict.notes
    assert outcomes(verdict) == {"": "differs"}


def test_how_often_a_race_shows_is_reported_with_its_interval(tmp_path):
    cells = ["import os", "print(int.from_bytes(os.urandom(1), 'big') % 2)"]
    verdict = asked(recorded(tmp_path, cells), runs=12)
    if verdict.root is None:  # twelve times as recorded, once in 4096
        return
    rate = verdict.experiments[0]
    assert (rate.how, rate.runs) == ("repeat", 12)
    assert rate.outcome == "alike" or "of 12 runs" in rate.what


def test_a_cell_that_never_ends_under_a_factor_is_an_experiment_that_failed(tmp_path):
    cells = [
        "import os, time",
        "print(open('a.txt').read())\nwhile open('a.txt').read() == 'was': time.sleep(0.1)",
    ]
    write(tmp_path, {"a.txt": "now"})
    path = recorded(tmp_path, cells)
    write(tmp_path, {"a.txt": "was"})
    verdict = asked(path, options=Options(timeout=3))
    assert verdict.root is not None
    assert all(each.seconds < 60 for each in verdict.experiments)


def test_the_order_in_which_cells_ran_is_found_and_written(tmp_path):
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    def cell(source, count, text):
        shown = [new_output("stream", name="stdout", text=text)] if text else []
        return new_code_cell(source, execution_count=count, outputs=shown)

    cells = [cell("x = 1", 1, ""), cell("print(x)", 3, "2\n"), cell("x = 2", 2, "")]
    path = tmp_path / "a.ipynb"
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "p"}}), path
    )
    before = path.read_bytes()
    said = inside("why", "a.ipynb", "--reorder", "b.ipynb", "--budget", "300", cwd=tmp_path)
    assert "written to b.ipynb" in said.stdout, said.stdout + said.stderr
    assert inside("verify", "b.ipynb", cwd=tmp_path).returncode == 0
    assert path.read_bytes() == before
    again = inside("why", "a.ipynb", "--reorder", "b.ipynb", "--budget", "300", cwd=tmp_path)
    assert again.returncode == 2
    assert "b.ipynb is there already" in again.stderr


def test_two_sources_of_chance_that_are_needed_together_are_both_named_at_their_places(tmp_path):
    cells = [
        "import subprocess, sys, uuid",
        "key = uuid.uuid4().hex",
        "run = [sys.executable, '-c', 'import time; print(time.time_ns())']\n"
        "said = subprocess.run(run, capture_output=True, text=True).stdout",
        "print(key, said)",
    ]
    verdict = asked(recorded(tmp_path, cells))
    assert {
        (each.kind, each.where.cell, each.where.line, each.certainty) for each in verdict.root.causes
    } == {
        ("entropy", 1, 1, "proven"),
        ("subprocess", 2, 2, "proven"),
    }
