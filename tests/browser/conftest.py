"""A real JupyterLab and a real Notebook 7, of one server, in a real Chromium."""

from __future__ import annotations

import os
import shutil

import pytest
from chromium import chromium
from conftest import command, written
from lab_server import lab_server
from notebook_page import NotebookPage

import jupyter_repro

PORT = 18769 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
CELLS = (
    "prices = [float(line) for line in open('sales.csv').read().split()[1:]]\nprint('sum', sum(prices))",
    "import random\nrandom.random()",
)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Folder and address of a server that has both applications and our extension."""
    root = tmp_path_factory.mktemp("site")
    with lab_server(root, tmp_path_factory.mktemp("settings"), PORT) as address:
        yield root, address


@pytest.fixture(scope="module")
def browser():
    # an event loop runs as long as it is there, which tests of other folders cannot have
    with chromium() as found:
        yield found


def made(folder):
    """A notebook in this folder, with the CSV file that it reads."""
    (folder / "sales.csv").write_text("price\n1.5\n2.0\n")
    return written(folder / "sales.ipynb", "# Sales", *CELLS)


@pytest.fixture
def sales(site, request):
    """A notebook that reads a CSV file, in a folder of its own; its path."""
    folder = site[0] / request.node.name.replace("[", "-").replace("]", "")
    folder.mkdir()
    return made(folder)


@pytest.fixture(scope="session")
def recorded_elsewhere(tmp_path_factory):
    """A folder of the same notebook, recorded by the command line."""
    folder = tmp_path_factory.mktemp("recorded")
    assert command("snapshot", made(folder)).returncode == 0
    return folder


@pytest.fixture
def recorded(sales, recorded_elsewhere):
    """The same, with its snapshot."""
    shutil.copytree(recorded_elsewhere, sales.parent, dirs_exist_ok=True)
    return sales


@pytest.fixture
def opened(site, browser):
    """Opens a notebook in JupyterLab, or in Notebook 7; pages are closed, and no error may have stood in them."""
    pages = []

    def open_in(path, application="lab", context=None):
        page = (context or browser.new_context(viewport={"width": 1300, "height": 800})).new_page()
        pages.append(NotebookPage(page, site[1], path.relative_to(site[0]), application))
        return pages[-1]

    yield open_in
    errors = [error for each in pages for error in each.errors]
    for each in pages:
        each.close()
    assert errors == []


@pytest.fixture
def slow(sales):
    """Recorded, and in a later run it waits for a file."""
    written(
        sales,
        "import os, time\nfirst = not os.path.exists('ran')\nopen('ran', 'w').close()\n"
        "while not first and not os.path.exists('go'):\n    time.sleep(0.05)",
    )
    jupyter_repro.snapshot(sales)
    return sales


@pytest.fixture
def many_cells(sales):
    """Recorded, with 1,000 code cells."""
    written(sales, *(f"{index}" for index in range(1000)))
    jupyter_repro.snapshot(sales)
    return sales
