"""`jupyter repro snapshot` with several notebooks."""

from __future__ import annotations

import pytest
from conftest import command, written


@pytest.fixture
def folder(tmp_path):
    """Two notebooks that can be recorded, and between them one that cannot."""
    for name, source in (("a", "print(1)"), ("b", "1 / 0"), ("c", "print(3)")):
        written(tmp_path / f"{name}.ipynb", source)
    return tmp_path


def recorded(folder):
    return sorted(path.name for path in folder.glob("*.repro.json"))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_is_recorded_and_one_that_fails_keeps_no_other_back(folder, jobs):
    done = command("snapshot", ".", "--jobs", jobs, cwd=folder)
    assert done.returncode == 3
    assert recorded(folder) == ["a.repro.json", "c.repro.json"]
    assert [line for line in done.stdout.splitlines() if "recorded:" in line] == [
        f"{name}.ipynb recorded: 1 code cell, seed 42, 0 data files, 0 local modules, 0 imported packages"
        for name in "ac"
    ]
    assert done.stderr.count("b.ipynb failed in [1]: ZeroDivisionError: division by zero.") == 2


def test_one_that_is_not_there_keeps_no_other_back(folder):
    done = command("snapshot", "nowhere.ipynb", "a.ipynb", cwd=folder)
    assert done.returncode == 2
    assert "nowhere.ipynb cannot be read: there is no such file" in done.stderr
    assert recorded(folder) == ["a.repro.json"]


def test_a_copy_is_of_one_notebook(folder):
    done = command("snapshot", "a.ipynb", "c.ipynb", "--output", "d.ipynb", cwd=folder)
    assert done.returncode == 2
    assert "--output is of one notebook" in done.stderr
    assert recorded(folder) == []


@pytest.mark.parametrize("number", ["0", "-1", "many", "1.5"])
def test_a_number_of_jobs_that_cannot_be_is_refused(folder, number):
    done = command("snapshot", "a.ipynb", "--jobs", number, cwd=folder)
    assert done.returncode == 2
    assert "give a number from 1 on, or auto" in done.stderr
