"""Notebooks of which only the outputs came: what their packages explain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stored_only import evidence, reported

from jupyter_repro.records.snapshot import Context, Use
from jupyter_repro.verdicts import Where


@pytest.mark.parametrize(
    ("raised", "kind", "what", "remedy"),
    [
        (
            "No module named 'sklearn'",
            "package",
            "sklearn is neither installed nor beside the notebook",
            "pip install scikit-learn",
        ),
        ("No module named 'scipy.old'", "package", "scipy 1.17.0 has no scipy.old", "jupyter repro rescue"),
        ("No module named 'imp'", "python", "imp is no longer a part of Python", "jupyter repro rescue"),
    ],
)
def test_a_module_that_is_not_there_is_the_cause_with_what_brings_it(raised, kind, what, remedy):
    (cause,) = reported(evidence(f"ModuleNotFoundError: {raised}"))
    assert (cause.kind, cause.certainty, cause.where) == (kind, "observed", Where(2, 1))
    assert what in cause.what
    assert remedy in cause.remedy


def test_a_module_of_the_project_that_is_missing_is_no_package():
    held = replace(
        evidence("ModuleNotFoundError: No module named 'mine'"), recorded=Context(modules={"mine.py": "1"})
    )
    assert [cause.kind for cause in reported(held)] == ["unknown"]


@pytest.mark.parametrize(
    "raised", ["[Errno 2] No such file or directory: 'data/a.json'", "File data/a.json does not exist"]
)
def test_a_file_that_is_not_there_is_the_cause(raised):
    (cause,) = reported(evidence(f"FileNotFoundError: {raised}"))
    assert (cause.kind, cause.certainty, cause.name) == ("data", "observed", "data/a.json")


def test_an_error_that_is_new_may_come_of_the_packages_that_its_line_uses():
    (cause,) = reported(evidence("OSError: 'seaborn-white' is not a valid package style"))
    assert (cause.kind, cause.certainty) == ("package", "suspected")
    assert "OSError may come of another version of numpy (2.4.1 now), matplotlib (3.11.2 now)" in cause.what
    assert cause.remedy.endswith("jupyter repro rescue n.ipynb")


def test_with_nothing_better_the_packages_that_the_cell_uses_are_suspected():
    cause, session = reported(evidence(), "diverged")
    assert (session.kind, session.certainty) == ("hidden-state", "suspected")
    assert (cause.kind, cause.certainty, cause.where) == ("package", "suspected", Where(2))
    assert "which version of numpy (2.4.1 now)" in cause.what


def test_what_a_probe_saw_is_better_than_that():
    held = replace(evidence(), uses=[Use("clock", "2", 1, "time.time() reads the clock")])
    assert [cause.kind for cause in reported(held, "diverged")] == ["clock"]


def test_of_a_cell_that_uses_no_package_the_session_is_suspected():
    (cause,) = reported(evidence(sources={2: "print(1)"}), "diverged")
    assert (cause.kind, cause.where) == ("hidden-state", Where(2))


def test_a_failed_cell_is_not_blamed_on_what_another_cell_used():
    held = replace(
        evidence(
            "NameError: name 'y' is not defined", sources={0: "import time\nt = time.time()", 2: "print(y)"}
        ),
        uses=[Use("clock", "0", 2, "time.time() reads the clock")],
    )
    assert "clock" not in [cause.kind for cause in reported(held)]


def test_a_name_of_a_cell_that_failed_above_is_missing_because_of_that():
    held = replace(
        evidence(
            "NameError: name 'np' is not defined", sources={0: "1 / 0\nimport numpy as np", 2: "np.arange(3)"}
        ),
        diverged=[0, 2],
    )
    assert [cause.kind for cause in reported(held)] == ["upstream"]
