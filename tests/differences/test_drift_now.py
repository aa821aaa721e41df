"""What drifted, found without a run: packages of this environment and of another."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

from conftest import written

from jupyter_repro.differences.drift_now import drift_now
from jupyter_repro.digest import digest_bytes
from jupyter_repro.records.snapshot import Context, DataFile, Packages, Snapshot
from jupyter_repro.verifying.context_now import packages_now

HERE = Path(sys.prefix)


def imported(recorded, prefix):
    return packages_now(Packages(imported=recorded), prefix).imported


def test_of_this_environment_each_package_is_reported_as_it_is_installed():
    assert imported({"click": "0.1", "not-there-at-all": "1"}, HERE) == {"click": version("click")}


def test_of_another_environment_what_is_not_found_is_as_it_was(tmp_path):
    for place in ("lib/python3.12/site-packages", "Lib/site-packages"):
        (tmp_path / place / f"in_{place[:3]}-2.0.dist-info").mkdir(parents=True)
    recorded = {"in-lib": "1.0", "click": "0.1", "elsewhere": "1"}
    assert imported(recorded, tmp_path) == {"in-lib": "2.0", "click": "0.1", "elsewhere": "1"}


def test_only_what_the_result_may_depend_on_is_reported(tmp_path):
    notebook = written(tmp_path / "a.ipynb", "1")
    (tmp_path / "d.txt").write_text("2")
    context = Context(
        data={"d.txt": DataFile(digest_bytes(b"1"), 1)},
        packages=Packages(imported={"click": "0.1"}, installed={"six": "0.1"}),
        python={"version": "3.0"},
    )
    snapshot = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), context)
    changes = [(change.kind, change.name, change.matters) for change in drift_now(notebook, snapshot)]
    assert changes == [("data", "d.txt", True), ("package", "click", True)]
