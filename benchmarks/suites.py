"""The notebooks that ours and its peers are measured on: written, recorded, and committed as in any project.

Every one shows the same in each run, whether or not anything is pinned: a peer that compares finds no difference.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

import jupyter_repro
from jupyter_repro.snapshots.snapshot_file import snapshot_path

CELLS = 20
"""Of a notebook that is long in time or in outputs."""

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}

SMALL = (
    "import numpy as np\n\nrng = np.random.default_rng({number})",
    "values = rng.normal(size=(200, 50))\nvalues.shape",
    "print(values.mean(axis=0).round(6)[:5])",
    "np.linalg.svd(values, compute_uv=False)[:5].round(6)",
    "sorted(values[0].round(6).tolist())[:5]",
)
LIBRARIES = (
    "import matplotlib.pyplot as plt\nimport pandas as pd\n"
    "from sklearn.datasets import make_classification\nfrom sklearn.linear_model import LogisticRegression",
    "features, classes = make_classification(300, 8, random_state={number})\n"
    "table = pd.DataFrame(features).assign(label=classes)\ntable.head()",
    "table.groupby('label').mean().round(4)",
    "model = LogisticRegression().fit(features, classes)\nprint(round(model.score(features, classes), 4))",
    "table.plot.scatter(x=0, y=1, c='label', colormap='viridis')\nplt.show()",
)
IN_NUMPY = """\
import numpy as np

matrix = np.random.default_rng({number}).normal(size=(500, 500)) / 500
product = matrix
for _ in range({count}):
    product = product @ matrix
product.shape, bool(np.isfinite(product).all())"""
IN_PYTHON = """\
total = {number}
for step in range({count}):
    total = (total * 31 + step) % 1_000_003
print(total)"""
MULTIPLIED, ADDED = 4, 550_000
"""Products of matrices and additions of a cell, for each second that the notebook is to take."""
SHOWN = """\
import io

import numpy as np
from IPython.display import HTML, Image, display
from PIL import Image as Picture

rng = np.random.default_rng({number})
digits = rng.integers(0, 10, ({height} * 10, 25))
print("\\n".join(" ".join(map(str, row)) for row in digits))
rows = "".join("<tr>" + "".join(f"<td>{{digit}}</td>" for digit in row) + "</tr>" for row in digits[::5])
display(HTML(f"<table>{{rows}}</table>"))
noise, picture = rng.integers(0, 256, ({height}, 125, 3), dtype=np.uint8), io.BytesIO()
Picture.fromarray(noise).save(picture, "PNG")
display(Image(picture.getvalue()))"""
PER_ROW = 1_500
"""Bytes in a notebook for each row of the picture: a third each of text, of a table, and of the picture in base64."""


@dataclass(frozen=True)
class Suite:
    """Notebooks of one kind."""

    name: str
    title: str
    """What they are, with {size}."""
    write: Callable[[Path, int], None]
    """Writes them into a folder, in a size."""
    size: int
    least: int = 1
    """The size of what is run first, and not counted."""
    recorded: int | None = None
    """How many notebooks are recorded, of which the others are copies; None for all."""


def notebook(path: Path, sources: Sequence[str]) -> None:
    """A notebook of these cells, without outputs."""
    made = new_notebook(cells=[new_code_cell(source) for source in sources], metadata={"kernelspec": KERNEL})
    nbformat.write(made, path)


def several(sources: Sequence[str]) -> Callable[[Path, int], None]:
    """Writes as many notebooks as the size says, which differ in a number."""

    def write(folder: Path, size: int) -> None:
        for number in range(size):
            path = folder / f"notebook-{number:04}.ipynb"
            notebook(path, [source.format(number=number) for source in sources])

    return write


def long_notebook(folder: Path, size: int) -> None:
    """One that takes about as many seconds as the size says, half of them in numpy."""
    by_turns = ((IN_NUMPY, MULTIPLIED * size), (IN_PYTHON, ADDED * size))
    sources = [by_turns[number % 2] for number in range(CELLS)]
    notebook(folder / "long.ipynb", [text.format(number=n, count=c) for n, (text, c) in enumerate(sources)])


def large_outputs(folder: Path, size: int) -> None:
    """One with as many MB of outputs as the size says."""
    height = round(size * 1_000_000 / CELLS / PER_ROW)
    sources = [SHOWN.format(number=number, height=height) for number in range(CELLS)]
    notebook(folder / "outputs.ipynb", sources)


def many_cells(folder: Path, size: int) -> None:
    """One with as many cells as the size says, which each show a number."""
    notebook(folder / "cells.ipynb", ["total = 0", *(f"total += {n}\ntotal" for n in range(1, size))])


SUITES = (
    Suite("one", "{size} small notebook of five cells, numpy", several(SMALL), 1),
    Suite("small", "{size} small notebooks of five cells, numpy", several(SMALL), 20),
    Suite("libraries", "{size} notebooks with pandas, matplotlib and scikit-learn", several(LIBRARIES), 20),
    Suite("long", "One notebook of about {size} s, half in numpy and half in Python", long_notebook, 45),
    Suite("outputs", "One notebook with {size} MB of outputs", large_outputs, 200),
)


def prepared(suite: Suite, folder: Path, size: int) -> Path:
    """A new folder with the notebooks of a suite, recorded and committed; raises SystemExit where one differs."""
    folder.mkdir(parents=True)
    suite.write(folder, size)
    git(folder, "init", "--quiet")
    commit(folder, "Write the notebooks")
    paths = sorted(folder.glob("*.ipynb"))
    recorded = paths[: suite.recorded]
    for path in recorded:
        record(path)
    for number, path in enumerate(paths[len(recorded) :]):
        copy(recorded[number % len(recorded)], path)
    commit(folder, "Record them")
    return folder


def record(path: Path) -> None:
    """Record a notebook, and verify it: the first time that notes in its snapshot that it is verified."""
    jupyter_repro.snapshot(path)
    if (verdict := jupyter_repro.verify(path)).status != "identical":
        raise SystemExit(f"{path.name} does not repeat: {verdict.root}")


def copy(recorded: Path, path: Path) -> None:
    """The same notebook and its snapshot under another name."""
    shutil.copyfile(recorded, path)
    shutil.copyfile(snapshot_path(recorded), snapshot_path(path))


def commit(folder: Path, subject: str) -> None:
    """Commit all that lies in a folder."""
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-qm", subject)


def git(folder: Path, *arguments: str) -> None:
    """A command of git's that must succeed."""
    subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True)
