"""The commit of a module that changed the output is found by halving the commits since it was recorded."""

from __future__ import annotations

import pytest
from why_notebooks import asked, commit, first_cause, git, recorded, write

import jupyter_repro

CELLS = ["import lib", "print(lib.VALUE)"]


def committed(folder, subject, content):
    write(folder, {"lib.py": content})
    git(folder, "commit", "-qam", subject)


def test_one_of_64_commits_takes_at_most_eight_runs(tmp_path):
    path = recorded(tmp_path, CELLS, {"lib.py": "VALUE = 1\n"})
    jupyter_repro.snapshot(path)  # which knows the commit now
    for number in range(64):
        value = 1 if number < 41 else 20
        committed(tmp_path, f"change {number}", f"VALUE = {value}\n# {number}\n")
    verdict = asked(path)
    cause = first_cause(verdict)
    assert (cause.kind, cause.name, cause.certainty) == ("code", "lib.py", "proven")
    assert cause.what.endswith("(change 41)")
    halving = [each for each in verdict.experiments if " of " in each.name]
    assert sum(each.runs for each in halving) <= 8


def test_a_change_that_is_not_committed_is_said_to_be_none(tmp_path):
    path = recorded(tmp_path, CELLS, {"lib.py": "VALUE = 1\n"})
    committed(tmp_path, "a comment", "VALUE = 1\n# more\n")
    write(tmp_path, {"lib.py": "VALUE = 20\n"})
    assert first_cause(asked(path)).what.endswith("by a change that is not committed")


@pytest.mark.parametrize("kept", [True, False])
def test_without_the_recorded_commit_nothing_is_said_of_one(tmp_path, kept):
    path = recorded(tmp_path, CELLS, {"lib.py": "VALUE = 1\n"})
    if kept:  # the one commit since then is the one
        committed(tmp_path, "another value", "VALUE = 20\n")
        assert first_cause(asked(path)).what.endswith("(another value)")
        return
    git(tmp_path, "checkout", "-q", "--orphan", "new")
    write(tmp_path, {"lib.py": "VALUE = 20\n"})
    commit(tmp_path)
    assert "commit" not in first_cause(asked(path)).what
