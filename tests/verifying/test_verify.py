"""Verification end to end, with real kernels."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import nbformat
import pytest
from conftest import edit, texts, tree, written
from live import lines_but_time
from repositories import git

import jupyter_repro
from jupyter_repro.canonical.canonical_form import FORM
from jupyter_repro.errors import NotebookFailed, UnreadableInput
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, encode_snapshot, snapshot_path
from jupyter_repro.verifying.notebook import Options, verify

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")


def kinds(verdict):
    return [(cause.kind, cause.certainty) for cause in verdict.root.causes]


def test_what_was_recorded_verifies_and_is_marked_verified(recorded):
    before = recorded.read_bytes()
    verdict = verify(recorded)
    assert (verdict.status, verdict.first_divergence, verdict.context_changes) == ("identical", None, ())
    assert recorded.read_bytes() == before
    marked = decode_snapshot(snapshot_path(recorded).read_bytes(), "")
    assert (marked.verified, marked.verified_commit) == (True, "")
    assert marked.recorded <= marked.verified_at


def test_it_is_marked_with_the_commit_at_which_it_was_first_verified(recorded):
    git(recorded.parent, "init")
    git(recorded.parent, "add", ".")
    git(recorded.parent, *WHO, "commit", "-m", "a")
    verify(recorded)
    before = snapshot_path(recorded).read_bytes()
    assert decode_snapshot(before, "").verified_commit == git(recorded.parent, "rev-parse", "HEAD")
    git(recorded.parent, *WHO, "commit", "--allow-empty", "-m", "b")
    verify(recorded)
    assert snapshot_path(recorded).read_bytes() == before


def snapshot_of(path):
    return decode_snapshot(snapshot_path(path).read_bytes(), "")


def test_what_did_not_reproduce_is_not_verified_any_more_until_it_does(recorded):
    data = recorded.parent / "sales.csv"
    content, unmarked = data.read_bytes(), snapshot_path(recorded).read_bytes()
    verify(recorded)
    assert snapshot_of(recorded).verified_as == "identical"
    data.write_text("price\n1.5\n2.5\n")
    assert verify(recorded).status == "diverged"
    assert snapshot_path(recorded).read_bytes() == unmarked
    data.write_bytes(content)
    verify(recorded)
    assert snapshot_of(recorded).verified


def test_a_run_on_other_values_or_a_stale_notebook_leaves_it_verified(recorded):
    verify(recorded)
    data = recorded.parent / "sales.csv"
    content = data.read_bytes()
    data.write_text("price\n1.5\n2.5\n")
    assert verify(recorded, Options(seed=8)).status == "diverged"
    data.write_bytes(content)
    edit(recorded, 1, "prices = [1, 2, 3]")
    assert verify(recorded).status == "stale"
    assert snapshot_of(recorded).verified


def test_a_changed_data_file_is_named_as_the_cause_with_the_cell_that_read_it(recorded):
    (recorded.parent / "sales.csv").write_text("price\n1.5\n2.5\n")
    verdict = verify(recorded)
    assert (verdict.status, verdict.first_divergence) == ("diverged", 2)
    (cause,) = verdict.root.causes
    assert (cause.kind, cause.certainty, cause.where.cell, cause.where.line) == ("data", "proven", 1, 1)
    assert "sales.csv changed" in cause.what
    assert [(change.kind, change.name) for change in verdict.context_changes] == [("data", "sales.csv")]


def test_a_missing_data_file_is_named_and_the_cells_after_it_are_still_run(recorded):
    (recorded.parent / "sales.csv").unlink()
    verdict = verify(recorded)
    assert (verdict.status, verdict.first_divergence) == ("failed", 1)
    assert "sales.csv is missing" in verdict.root.causes[0].what
    by_index = {cell.index: cell for cell in verdict.cells}
    assert by_index[3].status == "identical"
    assert [cause.kind for cause in by_index[2].causes] == ["upstream"]


def test_drift_that_moves_no_output_is_reported_and_is_no_divergence(recorded):
    (recorded.parent / "sales.csv").write_text("price\n2.0\n1.5\n")
    verdict = verify(recorded)
    assert verdict.status == "identical"
    assert [change.name for change in verdict.context_changes] == ["sales.csv"]


def test_a_cell_edited_after_recording_is_stale_and_explains_what_follows(recorded):
    edit(recorded, 1, "prices = [1, 2, 3]")
    verdict = verify(recorded)
    by_index = {cell.index: cell for cell in verdict.cells}
    assert verdict.status == by_index[1].status == "stale"
    assert kinds(verdict) == [("notebook", "proven")]
    assert by_index[2].status == "diverged"


def test_an_added_and_a_deleted_cell_make_the_notebook_stale(recorded):
    notebook = nbformat.read(recorded, as_version=4)
    notebook.cells.pop()
    nbformat.write(notebook, recorded)
    verdict = verify(recorded)
    assert verdict.status == "stale"
    assert ("notebook", "cell cell-3") in [(change.kind, change.name) for change in verdict.context_changes]
    notebook.cells += [
        nbformat.v4.new_code_cell("import random\nrandom.random()"),
        nbformat.v4.new_code_cell("2"),
    ]
    nbformat.write(notebook, recorded)
    verdict = verify(recorded)
    assert [cell.status for cell in verdict.cells] == ["identical", "identical", "identical", "stale"]


def test_a_changed_local_module_is_named(tmp_path):
    (tmp_path / "rates.py").write_text("RATE = 2\n")
    path = written(tmp_path / "a.ipynb", "import rates", "rates.RATE")
    jupyter_repro.snapshot(path)
    (tmp_path / "rates.py").write_text("RATE = 30\n")
    verdict = verify(path)
    assert (verdict.status, verdict.first_divergence) == ("diverged", 1)
    assert kinds(verdict) == [("code", "proven")]
    assert "rates.py" in verdict.root.causes[0].what


def test_a_generator_seeded_from_entropy_is_named_with_cell_and_line(tmp_path):
    path = written(
        tmp_path / "a.ipynb",
        "import secrets, random\n\nrng = random.Random(secrets.randbits(64))",
        "rng.random()",
    )
    jupyter_repro.snapshot(path)
    verdict = verify(path)
    assert (verdict.status, verdict.first_divergence) == ("diverged", 1)
    (cause,) = verdict.root.causes
    assert (cause.kind, cause.certainty, cause.where.cell, cause.where.line) == ("entropy", "observed", 0, 3)


def test_a_package_that_has_another_version_is_named(tmp_path):
    path = written(tmp_path / "a.ipynb", "import tqdm, random", "random.random()")
    snapshot = jupyter_repro.snapshot(path)
    version = snapshot.context.packages.imported["tqdm"]
    altered = encode_snapshot(snapshot).replace(f'"tqdm": "{version}"'.encode(), b'"tqdm": "1.0"')
    snapshot_path(path).write_bytes(altered)
    edit(path, 1, "print(random.random())")
    verdict = verify(path)
    assert ("package", "observed") in kinds(verdict)
    assert [
        (change.name, change.recorded, change.found)
        for change in verdict.context_changes
        if change.kind == "package"
    ] == [("tqdm", "1.0", version)]


def test_recorded_parameters_are_used_and_others_are_named_as_the_cause(tmp_path):
    path = written(tmp_path / "a.ipynb", "n = 1", "n * 2")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata.tags = ["parameters"]
    nbformat.write(notebook, path)
    snapshot = jupyter_repro.snapshot(path, n=10)
    assert snapshot.context.parameters == {"n": 10}
    assert texts(path) == ["", "20"]
    assert verify(path).status == "identical"
    verdict = verify(path, Options(parameters={"n": 11}))
    assert (verdict.status, verdict.first_divergence) == ("diverged", 1)
    assert "the parameter n is 11, it was 10" in verdict.root.causes[0].what


def test_a_stripped_notebook_still_shows_the_difference(recorded):
    notebook = nbformat.read(recorded, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    nbformat.write(notebook, recorded)
    assert verify(recorded).status == "identical"
    (recorded.parent / "sales.csv").write_text("price\n1.5\n2.5\n")
    assert "3.5 became 4.0" in verify(recorded).root.divergences[0].summary


def test_an_output_that_was_edited_in_the_notebook_is_not_believed(recorded):
    text = recorded.read_text()
    assert "sum 3.5" in text
    recorded.write_text(text.replace("sum 3.5", "sum 9.5"))
    verdict = verify(recorded)
    assert (verdict.status, verdict.first_divergence) == ("diverged", 2)
    assert "the notebook shows another output than was recorded" in verdict.root.divergences[0].summary
    assert kinds(verdict) == [("notebook", "proven")]


def test_without_a_snapshot_the_stored_outputs_are_compared_and_it_is_said(recorded):
    snapshot_path(recorded).unlink()
    verdict = verify(recorded)
    assert (verdict.status, verdict.compared_with) == ("identical", "stored outputs")
    assert "nothing is recorded" in verdict.notes[0]


def test_without_a_snapshot_and_without_outputs_there_is_nothing_to_verify(sales):
    verdict = verify(sales)
    assert verdict.status == "unverifiable"
    assert "jupyter repro snapshot" in verdict.notes[0]


def test_an_expected_error_is_an_output_like_any_other(tmp_path):
    path = written(tmp_path / "a.ipynb", "1/0", "2")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata.tags = ["raises-exception"]
    nbformat.write(notebook, path)
    jupyter_repro.snapshot(path)
    assert verify(path).status == "identical"
    edit(path, 0, "1/0 # twice")
    assert verify(path).status == "stale"


def test_a_failing_notebook_is_not_recorded_and_nothing_is_written(tmp_path):
    path = written(tmp_path / "a.ipynb", "print(1)", "1/0")
    before = tree(tmp_path)
    with pytest.raises(NotebookFailed, match=r"\[2\]: ZeroDivisionError: division by zero"):
        jupyter_repro.snapshot(path)
    assert tree(tmp_path) == before


def test_what_the_author_ignores_is_not_compared(tmp_path):
    path = written(
        tmp_path / "a.ipynb", "%load_ext jupyter_repro", "%repro ignore\nimport os\nprint(os.getpid())", "2"
    )
    jupyter_repro.snapshot(path)
    verdict = verify(path)
    assert [cell.status for cell in verdict.cells] == ["identical", "ignored", "identical"]
    assert verdict.status == "identical"


def test_a_declared_tolerance_makes_a_small_change_equivalent_and_is_named(tmp_path):
    (tmp_path / "x.txt").write_text("1.0000000")
    source = "%repro tolerance 1e-3\nprint(float(open('x.txt').read()))"
    path = written(tmp_path / "a.ipynb", "%load_ext jupyter_repro", source)
    jupyter_repro.snapshot(path)
    (tmp_path / "x.txt").write_text("1.0000001")
    verdict = verify(path)
    assert verdict.status == "equivalent"
    assert "tolerance" in verdict.cells[1].divergences[0].allowed
    (tmp_path / "x.txt").write_text("1.1")
    assert verify(path).status == "diverged"


def test_the_seed_of_the_notebook_holds_from_its_first_cell(tmp_path):
    path = written(
        tmp_path / "a.ipynb",
        "import random\nrandom.random()",
        "%load_ext jupyter_repro\n%repro pin 7",
        "random.random()",
    )
    assert jupyter_repro.snapshot(path).context.seed == 7
    assert verify(path).status == "identical"


def test_hash_order_time_zone_and_threads_are_those_recorded(tmp_path):
    path = written(
        tmp_path / "a.ipynb",
        "print({'a', 'b', 'c', 'd'})",
        "import os, time\nprint(time.tzname, os.environ['OMP_NUM_THREADS'])",
    )
    snapshot = jupyter_repro.snapshot(path)
    assert {"PYTHONHASHSEED", "TZ", "LC_ALL", "OMP_NUM_THREADS"} <= set(snapshot.context.environment)
    assert verify(path).status == "identical"
    altered = encode_snapshot(snapshot).replace(b'"OMP_NUM_THREADS": "', b'"OMP_NUM_THREADS": "1')
    snapshot_path(path).write_bytes(altered)
    assert verify(path).first_divergence == 1


def test_a_notebook_in_a_folder_that_is_not_a_git_repository_has_no_git_state(sales):
    assert jupyter_repro.snapshot(sales).context.git is None


def test_two_snapshots_differ_in_nothing_but_their_time(sales):
    jupyter_repro.snapshot(sales)
    first = lines_but_time(sales)
    jupyter_repro.snapshot(sales)
    assert lines_but_time(sales) == first


def test_a_snapshot_holds_no_absolute_path_of_this_machine(once_recorded):
    text = snapshot_path(once_recorded).read_text()
    assert str(once_recorded.parent) not in text
    assert '"/' not in text


def test_a_notebook_at_an_address_is_verified_against_the_snapshot_beside_it(tmp_path, monkeypatch):
    path = written(tmp_path / "there" / "a.ipynb", "import random\nrandom.random()")
    jupyter_repro.snapshot(path)
    handler = partial(SimpleHTTPRequestHandler, directory=str(path.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.chdir(tmp_path)
    address = f"http://127.0.0.1:{server.server_port}"
    assert verify(f"{address}/a.ipynb").status == "identical"
    with pytest.raises(UnreadableInput, match="cannot be read"):
        verify(f"{address}/none.ipynb")
    with pytest.raises(UnreadableInput, match="copy the notebook here first"):
        jupyter_repro.snapshot(f"{address}/a.ipynb")
    server.shutdown()


def test_a_stored_output_that_differs_only_in_what_is_let_pass_is_no_divergence(tmp_path):
    path = written(tmp_path / "a.ipynb", "%time sum(range(10))")
    jupyter_repro.snapshot(path)
    text = path.read_text()
    path.write_text(text.replace("Wall time: ", "Wall time: 1"))
    assert path.read_text() != text
    assert verify(path).status == "equivalent"


def test_a_snapshot_of_another_canonical_form_is_not_held_against_the_notebook_in_silence(recorded):
    content = snapshot_path(recorded).read_bytes()
    snapshot_path(recorded).write_bytes(
        content.replace(f'"canonical_form": {FORM}'.encode(), b'"canonical_form": 0')
    )
    assert "another canonical form" in verify(recorded).notes[0]


def test_an_error_does_not_lose_the_cells_after_it_unless_that_is_asked_for(tmp_path):
    path = written(tmp_path / "a.ipynb", "import os\nx = os.path.exists('gone')", "1 if x else 1 / 0", "3")
    (tmp_path / "gone").touch()
    jupyter_repro.snapshot(path)
    (tmp_path / "gone").unlink()
    statuses = [
        [cell.status for cell in verify(path, Options(fail_fast=fail_fast)).cells]
        for fail_fast in (False, True)
    ]
    assert statuses == [["identical", "failed", "identical"], ["identical", "failed", "unverifiable"]]


FORMATTER = "class A:\n    def _repr_html_(self):\n        raise ValueError('broken')\nA()"


def with_stored_outputs(path, *sources):
    """A notebook that was run but never recorded."""
    written(path, *sources)
    notebook = nbformat.read(path, as_version=4)
    for count, cell in enumerate(notebook.cells, 1):
        cell.execution_count = count
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text="a\n")]
    nbformat.write(notebook, path)
    return path


def test_an_exception_in_a_display_formatter_and_an_unknown_magic_fail_their_cells(tmp_path):
    path = with_stored_outputs(tmp_path / "a.ipynb", "print('a')", FORMATTER, "%no_such_magic", "3;")
    verdict = verify(path)
    assert [cell.status for cell in verdict.cells] == ["identical", "failed", "failed", "identical"]
    assert verdict.cells[1].divergences[0].summary == "ValueError: broken"


def test_a_cell_that_is_not_to_be_run_is_ignored_and_keeps_its_outputs_in_the_snapshot(tmp_path):
    path = with_stored_outputs(tmp_path / "a.ipynb", "x = 1\n# NBVAL_SKIP\nraise SystemExit", "print('b')")
    jupyter_repro.snapshot(path)
    assert nbformat.read(path, as_version=4).cells[0].outputs[0].text == "a\n"
    assert [cell.status for cell in verify(path).cells] == ["ignored", "identical"]


def test_an_expected_exception_does_not_end_a_run_that_fails_fast(tmp_path):
    path = written(tmp_path / "a.ipynb", "x = 0\n# NBVAL_RAISES_EXCEPTION\n1 / x", "2")
    jupyter_repro.snapshot(path)
    assert verify(path, Options(fail_fast=True)).status == "identical"


def test_what_rules_let_pass_is_equivalent_and_named(tmp_path):
    source = (
        "import time\nprint(time.time_ns(), 'ns')\ndisplay({'text/x-log': str(time.time_ns())}, raw=True)"
    )
    path = written(tmp_path / "a.ipynb", source)
    jupyter_repro.snapshot(path)
    assert verify(path).status == "diverged"
    (tmp_path / "pyproject.toml").write_text(
        "[tool.jupyter-repro]\n[[tool.jupyter-repro.rules]]\nreplace = [{pattern = '\\d+ ns', with = 'T'}]\n"
        "[[tool.jupyter-repro.rules]]\nname = 'no logs'\nmime = ['text/x-log']\nignore = true\n"
    )
    verdict = verify(path)
    assert verdict.status == "equivalent"
    assert [reported.allowed for reported in verdict.cells[0].divergences] == [
        r"replacement of \d+ ns by rules[0] of pyproject.toml",
        "not compared: no logs",
    ]


def test_a_declaration_that_cannot_be_understood_is_reported_with_its_cell_before_anything_runs(tmp_path):
    path = with_stored_outputs(tmp_path / "a.ipynb", "open('ran', 'w')", "%repro tolerance much")
    with pytest.raises(UnreadableInput, match=r"a\.ipynb cannot be read: \[2\]: 'much' is not a tolerance"):
        verify(path)
    assert not (tmp_path / "ran").exists()
