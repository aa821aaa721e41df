"""`pytest --repro` as a user runs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from xml.etree import ElementTree as Tree

import nbformat
import pytest
from conftest import edit, tree, written

import jupyter_repro

OTHERS = ("anyio", "faker", "hydra_pytest", "hypothesispytest", "nbval", "randomly")
"""Plug-ins that are loaded with ours only where a test is about a plain start: most of its time is theirs."""

ALONE = (
    "-c",
    "import sys\n"
    "for name in ('papermill.s3', 'papermill.abs', 'papermill.adl', 'rfc3987_syntax'): sys.modules[name] = None\n"
    "import pytest\nsys.exit(pytest.console_main())",
)
"""pytest, as if libraries that other libraries import where they are installed were not."""


def pytest_on(folder, *arguments, others=False):
    """A run of pytest in a folder, with nothing of this run's own."""
    left_out = ["cacheprovider", *(() if others else OTHERS)]
    without = [word for name in left_out for word in ("-p", f"no:{name}")]
    words = [sys.executable, *(("-m", "pytest") if others else ALONE), *without, *arguments]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environ["COLUMNS"] = "200"
    return subprocess.run(words, cwd=folder, env=environ, capture_output=True, text=True, check=False)


def outcomes(report):
    """Name of each case of a JUnit report, without its brackets, to what became of it."""
    return {
        case.get("name").partition("[")[0]: next(
            (each.tag for each in case if each.tag in {"failure", "error", "skipped"}), "passed"
        )
        for case in Tree.parse(report).iter("testcase")
    }


@pytest.fixture
def changed(recorded):
    """The notebook recorded, and its data changed afterwards."""
    (recorded.parent / "sales.csv").write_text("price\n1.7\n2.0\n")
    return recorded.parent


def test_a_cell_that_diverged_fails_with_difference_cause_and_remedy_and_no_traceback(changed):
    before = tree(changed)
    done = pytest_on(changed, "--repro", "--junitxml=../report.xml")
    assert done.returncode == 1
    assert "-sum 3.5\n    +sum 3.7" in done.stdout
    assert "data (proven, [1], line 1): sales.csv changed since the snapshot" in done.stdout
    restore = "jupyter repro restore sales.ipynb --data --force"
    assert f"→ restore it from what is kept, and keep this one beside it, with: {restore}" in done.stdout
    assert "Traceback" not in done.stdout
    assert "pytest_notebooks.py" not in done.stdout
    assert re.search(
        r"^FAILED sales.ipynb::cell-2\[print\('sum', sum\(prices\)\)\] - .*sales.csv changed",
        done.stdout,
        re.M,
    )
    assert outcomes(changed.parent / "report.xml") == {
        "cell-1": "passed",
        "cell-2": "failure",
        "cell-3": "passed",
    }
    assert tree(changed) == before


def test_under_strict_drift_is_an_item_of_its_own_and_keyword_and_maxfail_choose(changed):
    done = pytest_on(changed, "--repro", "--repro-strict", "-k", "context or cell-1", "-rA")
    assert "PASSED sales.ipynb::cell-1" in done.stdout
    assert "FAILED sales.ipynb::context - " in done.stdout
    assert "drift: data sales.csv: " in done.stdout
    assert "cell-2" not in done.stdout.partition("short test summary")[2]


def test_strict_and_ignored_cells_of_the_settings_count(changed):
    (changed / "pyproject.toml").write_text(
        '[tool.jupyter-repro]\nstrict = true\n[[tool.jupyter-repro.rules]]\ncells = ["cell-2"]\nignore = true\n'
    )
    done = pytest_on(changed, "--repro", "-rA")
    assert "PASSED sales.ipynb::cell-2" in done.stdout
    assert "[2] is ignored, as its author wishes" in done.stdout
    assert "FAILED sales.ipynb::context" in done.stdout


def test_collecting_runs_nothing_and_names_the_cells(tmp_path):
    written(tmp_path / "a.ipynb", "# Title", "\n\nopen('ran', 'w')[::2]", "x" * 90)
    notebook = nbformat.read(tmp_path / "a.ipynb", 4)
    notebook.cells[2].metadata["name"] = "fit\tthe model"
    nbformat.write(notebook, tmp_path / "a.ipynb")
    done = pytest_on(tmp_path, "--repro", "--collect-only", "-q")
    assert done.stdout.splitlines()[:2] == [
        "a.ipynb::cell-1[open('ran', 'w')[: :2]]",
        "a.ipynb::cell-2[fit the model]",
    ]
    assert not (tmp_path / "ran").exists()


def test_a_notebook_that_cannot_be_read_is_one_error_without_a_traceback(tmp_path):
    (tmp_path / "cut.ipynb").write_text("{")
    done = pytest_on(tmp_path, "--repro")
    assert done.returncode == 2
    assert "cut.ipynb cannot be read: it is not JSON (line 1, column 2).\n  take it from" in done.stdout
    assert "1 error" in done.stdout
    assert "Traceback" not in done.stdout


def test_what_was_not_run_is_skipped_and_what_has_nothing_to_compare_with_fails(tmp_path):
    written(tmp_path / "a.ipynb", "1", "1/0", "2")
    notebook = nbformat.read(tmp_path / "a.ipynb", 4)
    notebook.cells[0].outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "1"})]
    nbformat.write(notebook, tmp_path / "a.ipynb")
    written(tmp_path / "b.ipynb", "1")
    done = pytest_on(tmp_path, "--repro", "--repro-fail-fast", "-rs")
    assert "2 failed, 1 passed, 1 skipped" in done.stdout
    assert "a.ipynb: cell-3: not run, for [2] ended the notebook" in done.stdout
    assert "unverifiable: there is nothing to compare with" in done.stdout


def test_a_kernel_that_is_not_there_is_no_success(tmp_path):
    written(tmp_path / "a.ipynb", "1")
    jupyter_repro.snapshot(tmp_path / "a.ipynb")
    done = pytest_on(tmp_path, "--repro", "--repro-kernel", "nope")
    assert done.returncode == 1
    assert "nope" in done.stdout


def test_options_reach_the_run_and_the_first_failure_may_end_it(tmp_path):
    source = "import time\nn = 1"
    written(tmp_path / "a.ipynb", source, "time.sleep(n * 0.1)\nn", "n")
    notebook = nbformat.read(tmp_path / "a.ipynb", 4)
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, tmp_path / "a.ipynb")
    jupyter_repro.snapshot(tmp_path / "a.ipynb")
    done = pytest_on(tmp_path, "--repro", "--repro-parameter", "n", "2")
    assert "1 became 2" in done.stdout
    done = pytest_on(tmp_path, "--repro", "-x", "--repro-parameter", "n", "90", "--repro-timeout", "4")
    assert "it took longer than 4 s" in done.stdout, done.stdout
    assert "1 failed, 1 passed" in done.stdout
    done = pytest_on(
        tmp_path, "--repro", "-x", "--repro-parameter", "n", "90", "--repro-notebook-timeout", "4"
    )
    assert "the notebook took longer than 4 s" in done.stdout


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--repro-timeout", "0"),
        ("--repro-notebook-timeout", "abc"),
        ("--repro-memory-limit", "5 parsecs"),
    ],
)
def test_a_limit_that_is_none_ends_pytest_with_one_line_that_says_so(tmp_path, option, value):
    done = pytest_on(tmp_path, "--repro", option, value)
    assert done.returncode == 4
    assert f"error: argument {option}: '{value}' is no " in done.stderr


def test_a_recorded_cell_that_was_deleted_is_reported(recorded):
    notebook = nbformat.read(recorded, 4)
    del notebook.cells[3]
    nbformat.write(notebook, recorded)
    done = pytest_on(recorded.parent, "--repro")
    assert "FAILED sales.ipynb::context" in done.stdout
    assert "stale: notebook cell cell-3: recorded → deleted" in done.stdout


def test_workers_share_out_notebooks_and_a_notebook_is_run_once(tmp_path):
    for name in ("a", "b"):
        source = f"print(file=open('{name}.ran', 'a'))"
        jupyter_repro.snapshot(written(tmp_path / f"{name}.ipynb", source, "1", "2"))
        (tmp_path / f"{name}.ran").unlink()
    edit(tmp_path / "b.ipynb", 2, "3")
    done = pytest_on(tmp_path, "--repro", "-n2", "--dist", "loadfile")
    assert "1 failed, 5 passed" in done.stdout
    assert "stale: [3]" in done.stdout
    assert [(tmp_path / name).read_text() for name in ("a.ran", "b.ran")] == ["\n", "\n"]


def test_a_notebook_sees_nothing_of_pytest(tmp_path):
    source = "import os; print(sorted(name for name in os.environ if name.startswith('PYTEST')))"
    path = written(tmp_path / "a.ipynb", source)
    notebook = nbformat.read(path, 4)
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text="[]\n")]
    nbformat.write(notebook, path)
    assert "1 passed" in pytest_on(tmp_path, "--repro", others=True).stdout


def test_without_the_option_nothing_is_collected_and_next_to_nothing_imported(sales):
    (sales.parent / "test_light.py").write_text(
        "import sys\n\ndef test_light():\n"
        "    assert 'jupyter_repro.pytest_plugin' in sys.modules\n"
        "    assert not {'nbformat', 'msgspec', 'jupyter_repro.verifying'} & set(sys.modules)\n"
    )
    done = pytest_on(sales.parent)
    assert "1 passed" in done.stdout, done.stdout
