from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from jupyter_repro.collectors.files import DataCollector
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.records.data_use import DataUse, FileRead, FolderRead
from jupyter_repro.records.snapshot import Context
from jupyter_repro.verifying.context_now import with_recorded_files


@pytest.fixture
def folder(tmp_path):
    """A folder with files of several endings, and of none."""
    for name in ("LICENSE", "a.csv", "b.csv", "a.json"):
        (tmp_path / "data" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "data" / name).write_text(name)
    return tmp_path


def listed(folder: Path, *read: str, written: tuple[str, ...] = ()) -> Context:
    """The context of a run that listed the folder and read and wrote some of its files."""
    data = folder / "data"
    use = DataUse(
        tuple(FileRead(str(data / name), "c1", 1) for name in read),
        (FolderRead(str(data), "c1", 1),),
        written=tuple(str(data / name) for name in written),
    )
    return Context(data=DataCollector().collect(SimpleNamespace(folder=folder, data=use)))


def changed(recorded: Context, found: Context, folder: Path) -> list[tuple[str, str]]:
    both = with_recorded_files(found, recorded, Availability(folder))
    return [(each.name, each.found) for each in DataCollector().changes(recorded.data, both.data)]


def test_no_file_is_missing_because_the_next_run_reads_files_of_other_endings(folder):
    recorded = listed(folder, "LICENSE", "a.csv")
    assert changed(recorded, listed(folder, "a.csv"), folder) == []


def test_no_file_is_missing_because_the_next_run_writes_to_it(folder):
    recorded = listed(folder, "a.csv")
    assert changed(recorded, listed(folder, "a.csv", written=("b.csv",)), folder) == []


def test_a_file_that_is_gone_is_missing_whatever_the_next_run_reads(folder):
    recorded = listed(folder, "LICENSE", "a.csv")
    (folder / "data" / "LICENSE").unlink()
    assert changed(recorded, listed(folder, "a.csv"), folder) == [("data/LICENSE", "missing")]


def test_files_of_an_ending_that_was_not_read_before_are_reported(folder):
    names = [name for name, _ in changed(listed(folder, "a.csv"), listed(folder, "a.csv", "a.json"), folder)]
    assert names == ["data/a.json"]
