"""What becomes of the data between snapshot and verify, and how it is reported."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import written

from jupyter_repro import snapshot, verify

LISTING = (
    "from pathlib import Path\ntotal = sum(len(p.read_text()) for p in sorted(Path('data').glob('*.csv')))"
)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A folder with a notebook that reads 1,000 files and a link, and shows nothing of them."""
    folder = tmp_path_factory.mktemp("recorded") / "project"
    (folder / "data").mkdir(parents=True)
    for number in range(1000):
        (folder / "data" / f"{number}.csv").write_text(f"x\n{number}\n")
    for name in ("old", "new"):
        (folder / f"{name}.csv").write_text(f"{name}\n")
    (folder / "current.csv").symlink_to("old.csv")
    written(folder / "a.ipynb", LISTING, "shown = open('current.csv').read()")
    snapshot(folder / "a.ipynb")
    return folder


def change(path, what):
    return {
        "changed": lambda: path.write_text("x\n-1\n"),
        "truncated": lambda: os.truncate(path, 1),
        "deleted": path.unlink,
        "added": lambda: (path.parent / "1000.csv").write_text("x\n"),
        "replaced by an equal file": lambda: (
            shutil.copy(path, f"{path}.x"),
            Path(f"{path}.x").replace(path),
        ),
        "beside them": lambda: (path.parent / "notes.txt").write_text("no data"),
    }[what]()


def reported(folder):
    verdict = verify(folder / "a.ipynb")
    assert verdict.status == "identical"
    return [(each.kind, each.name, each.found) for each in verdict.context_changes]


@pytest.fixture
def project(recorded, tmp_path):
    return shutil.copytree(recorded, tmp_path / "project", symlinks=True)


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("changed", "data/7.csv"),
        ("truncated", "data/7.csv"),
        ("deleted", "data/7.csv"),
        ("added", "data/1000.csv"),
        ("replaced by an equal file", None),
        ("beside them", None),
    ],
)
def test_a_change_of_one_of_a_thousand_files_is_reported_by_its_name(project, what, name):
    change(project / "data" / "7.csv", what)
    changes = reported(project)
    assert [(kind, each) for kind, each, _ in changes] == ([("data", name)] if name else [])
    assert what != "deleted" or changes[0][2] == "missing"


def test_a_link_that_leads_to_another_file_is_a_change(project):
    (project / "current.csv").unlink()
    (project / "current.csv").symlink_to("new.csv")
    assert [name for _, name, _ in reported(project)] == ["current.csv"]


def test_a_snapshot_taken_again_differs_only_in_when_it_ran_and_how_long_also_from_another_folder(
    recorded, project
):
    snapshot(project / "a.ipynb")
    before, after = ((each / "a.repro.json").read_text().splitlines() for each in (recorded, project))
    different = {line.split('"')[1] for line in set(before) ^ set(after)}
    assert different <= {"recorded", "seconds"}
    assert '"data/"' in "".join(after)
