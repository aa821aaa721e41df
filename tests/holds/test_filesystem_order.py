"""The order of a folder's entries, held."""

from __future__ import annotations

import ast
import os

import pytest
from held_runs import outputs_of

from jupyter_repro.holds.filesystem_order import SortedEntries

LISTINGS = {
    "listdir": "import os; [n for n in os.listdir('d')]",
    "listdir of bytes": "import os; [n.decode() for n in os.listdir(b'd')]",
    "scandir": "import os; [e.name for e in os.scandir('d')]",
    "scandir in a with": "import os\nwith os.scandir('d') as found: names = [e.name for e in found]\nnames",
    "walk": "import os; next(os.walk('d'))[2]",
    "glob": "import glob; [n[2:] for n in glob.glob('d/*')]",
    "iterdir": "import pathlib; [p.name for p in pathlib.Path('d').iterdir()]",
    "Path.glob": "import pathlib; [p.name for p in pathlib.Path('d').glob('*')]",
    "rglob": "import pathlib; [p.name for p in pathlib.Path('d').rglob('*')]",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("listed")
    (folder / "d").mkdir()
    for number in range(30):
        (folder / "d" / f"{number * 7919 % 100}").touch()
    listed = outputs_of(
        folder, *LISTINGS.values(), "import shutil; shutil.rmtree('d')", holds=("filesystem-order",)
    )
    assert not (folder / "d").exists()
    return dict(zip(LISTINGS, listed, strict=False))


@pytest.mark.parametrize("name", LISTINGS)
def test_entries_come_by_name(shown, name):
    listed = ast.literal_eval(shown[name])
    assert len(listed) == 30
    assert listed == sorted(listed)


def test_entries_can_be_closed(tmp_path):
    (tmp_path / "a").touch()
    entries = SortedEntries(os.scandir(tmp_path))
    entries.close()
    assert list(entries) == []
