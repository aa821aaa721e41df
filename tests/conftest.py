"""Notebooks to record and verify, made where a test asks for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import jupyter_repro
from jupyter_repro.cli import run
from jupyter_repro.files.cache_folder import CACHE

CURRENT_TEST = "PYTEST_CURRENT_TEST"
"""A variable that is another one in each test. A fork server is for one set of variables: none would serve two."""

# a lock needs the package index: tests of locks ask for one
os.environ.setdefault("JUPYTER_REPRO_LOCK", "none")
# installations of the project in tests are about its Python; the front end is built once, by make
os.environ.setdefault("SKIP_JUPYTER_BUILDER", "1")

# a library that no longer sees a test around it sends nothing either
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")

# an example of hypothesis may meet a busy machine
settings.register_profile("repro", deadline=None)
settings.load_profile("repro")


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup():
    """What a fixture starts sees no test around it."""
    os.environ.pop(CURRENT_TEST, None)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call():
    """Nor does what a test starts."""
    os.environ.pop(CURRENT_TEST, None)
    return (yield)


def notebook_of(*sources: str, kernel: str = "python3"):
    """A notebook with these code cells; ids are cell-0, cell-1 …; a source that begins with # is Markdown."""
    cells = []
    for index, source in enumerate(sources):
        new = new_markdown_cell if source.startswith("# ") else new_code_cell
        cells.append(new(source, id=f"cell-{index}"))
    metadata = {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}}
    return new_notebook(cells=cells, metadata=metadata)


def written(path: Path, *sources: str, kernel: str = "python3") -> Path:
    """The notebook of these cells, written to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook_of(*sources, kernel=kernel), path)
    return path


def command(
    *arguments: str | Path, cwd: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    """`jupyter-repro …` as a user runs it, in a pipe."""
    return subprocess.run(
        [sys.executable, "-m", "jupyter_repro", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def inside(
    *arguments: str | Path, cwd: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    """What `jupyter-repro …` says in a pipe, from this process: the start of another takes longer than most of it."""
    said, reported = (TextIOWrapper(BytesIO(), "utf-8", write_through=True) for _ in range(2))
    status = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(reported):
        patch.chdir(cwd or Path.cwd())
        for name, value in environ.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["jupyter-repro", *map(str, arguments)])
        try:
            run()
        except SystemExit as stop:
            status = int(stop.code or 0)
    texts = [each.buffer.getvalue().decode() for each in (said, reported)]
    return subprocess.CompletedProcess(arguments, status, *texts)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edit(path: Path, index: int, source: str) -> None:
    """Give a cell of a notebook file another source."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[index].source = source
    nbformat.write(notebook, path)


def texts(path: Path) -> Sequence[str]:
    """What each code cell of a notebook file shows, as plain text."""
    notebook = nbformat.read(path, as_version=4)
    return [
        "".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """Tests neither read nor write the user's own cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def files_stay_in_folders_of_tests(tmp_path_factory):
    """A file beside them would be found by the tests of this worker that look upwards."""
    yield
    stray = [path.name for path in tmp_path_factory.getbasetemp().iterdir() if path.is_file()]
    assert [name for name in stray if name != ".lock"] == []  # that is pytest's own


@pytest.fixture(autouse=True)
def quiet_machine(tmp_path_factory, monkeypatch):
    """Tests neither read nor write the user's own Jupyter and IPython folders."""
    home = tmp_path_factory.getbasetemp() / "home"
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR"):
        (home / name).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(home / name))
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    monkeypatch.setenv("JUPYTER_REPRO_TRUST", "1")  # what is not trusted, tests of trust say


PRICES = "price\n1.5\n2.0\n"
SALES = (
    "# Sales",
    "prices = [float(line) for line in open('sales.csv').read().split()[1:]]",
    "print('sum', sum(prices))",
    "import random\nrandom.random()",
)
"""Cells of a notebook that reads a CSV file."""


@pytest.fixture
def sales(tmp_path):
    """That notebook, not recorded yet."""
    (tmp_path / "sales.csv").write_text(PRICES)
    return written(tmp_path / "sales.ipynb", *SALES)


@pytest.fixture(scope="session")
def once_recorded(tmp_path_factory):
    """That notebook, recorded in a folder that no test changes."""
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "sales.csv").write_text(PRICES)
    path = written(folder / "sales.ipynb", *SALES)
    jupyter_repro.snapshot(path)
    return path


@pytest.fixture
def recorded(once_recorded, tmp_path):
    """A copy of it, with its data and its snapshot."""
    return Path(shutil.copytree(once_recorded.parent, tmp_path / "recorded")) / once_recorded.name
