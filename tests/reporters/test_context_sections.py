"""A snapshot by topic."""

from __future__ import annotations

from jupyter_repro.records.snapshot import Context, DataFile, DataFolder, GitState, Origin, Packages, Snapshot
from jupyter_repro.reporters.context_sections import MOST_FACTS, sections

RECORDED = "2026-01-01T00:00:00Z"


def reported(**context):
    made = Snapshot("a.ipynb", RECORDED, "python3", "python", (), Context(**context))
    return {section.topic: {fact.name: fact.what for fact in section.facts} for section in sections(made)}


def test_a_topic_of_which_nothing_is_recorded_is_left_out():
    assert reported() == {"seed and pins": {"seed": "nothing was pinned"}}


def test_seed_pins_and_parameters_are_one_topic():
    pins = {"random": "7", "torch": "not pinned: ValueError: x"}
    assert reported(seed=7, pins=pins, pin_options=("per-cell",), parameters={"n": 3}, watch=("x",)) == {
        "seed and pins": {
            "seed": "7, set again at each cell's start",
            "random": "pinned",
            "torch": "not pinned: ValueError: x",
            "parameter n": "3",
            "watched": "x",
        }
    }


def test_data_has_its_size_and_is_as_of_when_it_was_recorded():
    data = {"a.csv": DataFile("blake3:1", 3000), "d/": DataFile("blake3:2", 10, folder=DataFolder(2))}
    assert reported(data=data)["data"] == {
        "a.csv": f"3.0 kB, as of {RECORDED}",
        "d/": f"2 files, 10 B, as of {RECORDED}",
    }


def test_code_is_the_commit_what_is_changed_since_and_the_local_modules():
    git = GitState(commit="a" * 40, branch="main", dirty=("x.py", "y.py"), tag="v1")
    assert reported(git=git, modules={"local.py": "blake3:" + "b" * 64})["code"] == {
        "commit": "aaaaaaaaaaaa (v1)",
        "branch": "main",
        "changed files": "2 files: x.py, y.py",
        "local.py": "blake3:bbbbbbbbbbbb",
    }


def test_packages_are_those_that_were_imported():
    packages = Packages(
        imported={"numpy": "2.0", "mine": "1"},
        installed={"six": "1"},
        origins={"mine": Origin(address="../mine", editable=True)},
    )
    assert reported(packages=packages)["packages"] == {
        "numpy": "2.0",
        "mine": "1, editable from ../mine, 0 source files",
    }


def test_the_machine_has_its_python_and_what_is_set_before_it_starts():
    assert reported(python={"version": "3.11"}, machine={"system": "Linux"}, environment={"TZ": "UTC"})[
        "machine"
    ] == {"Python": "3.11", "system": "Linux", "TZ": "UTC"}


def test_a_topic_has_an_end():
    data = reported(data={str(number): DataFile("", 1) for number in range(MOST_FACTS + 7)})["data"]
    assert len(data) == MOST_FACTS + 1
    assert data[""] == "and 7 more; the snapshot has them all"
