"""The log of a notebook: git's commits of its snapshot, with the runs of the same snapshots."""

from __future__ import annotations

import pytest
from conftest import command
from repositories import committed, git
from snapshots import recorded

from jupyter_repro.differences.notebook_log import notebook_log, with_runs
from jupyter_repro.errors import ReproError
from jupyter_repro.records.snapshot import DataFile
from jupyter_repro.records.snapshot_log import LogEntry, SnapshotLog
from jupyter_repro.records.tracked_run import LoggedRun
from jupyter_repro.records.verifications import Verification
from jupyter_repro.reporters.log_text import log_text


@pytest.fixture(scope="module")
def analysis(tmp_path_factory):
    """A notebook that was recorded, verified and recorded with another seed, each committed; and once more, not."""
    folder = tmp_path_factory.mktemp("repository")
    git(folder, "init", "-q")
    notebook, _ = recorded(folder / "analysis.ipynb", seed=1)
    first = committed(folder, "2026-01-01T00:00:00Z")
    recorded(notebook, seed=1, verified=True)
    second = committed(folder, "2026-01-02T00:00:00Z")
    recorded(notebook, seed=2)
    third = committed(folder, "2026-01-03T00:00:00Z")
    (folder / "other.txt").write_text("1")
    committed(folder, "2026-01-04T00:00:00Z")
    recorded(notebook, seed=2, when="2026-01-05T00:00:00Z", data={"sales.csv": DataFile("blake3:ab", 3)})
    return notebook, [third, second, first]


def test_each_commit_of_the_snapshot_is_reported_with_what_changed(analysis):
    notebook, commits = analysis
    entries = notebook_log(notebook, 20).entries
    by_commit = {entry.commit: entry for entry in entries}
    assert list(by_commit) == ["", *commits]
    third, second, first = (by_commit[commit] for commit in commits)
    assert (third.when, third.author, third.seed) == ("2026-01-03T00:00:00Z", "Ada", 2)
    assert (first.verified, second.verified) == ("", "identical or equivalent")
    assert [first.changes, second.changes, third.changes] == ["first recorded", "verified", "seed: 1 → 2"]
    assert by_commit[""].changes == "data: sales.csv"


def test_only_as_many_are_reported_as_are_asked_for_and_the_last_with_what_changed(analysis):
    notebook, _ = analysis
    changes = [entry.changes for entry in notebook_log(notebook, 2).entries]
    assert changes == ["data: sales.csv", "seed: 1 → 2"]


def test_the_table_leaves_empty_columns_out(analysis):
    notebook, commits = analysis
    head, *rows = log_text(notebook_log(notebook, 20), width=200).split("\n")
    assert head.split("  ")[0] == "when"
    assert "run" not in head
    assert any(commits[0][:10] in row and "Ada" in row for row in rows)


def test_a_run_of_the_same_snapshot_stands_in_the_same_row():
    entries = [LogEntry("2026-01-02", "blake3:a", "c2"), LogEntry("2026-01-01", "blake3:a", "c1")]
    runs = [
        LoggedRun(
            "r1", "a", tags={"repro.snapshot": "blake3:a", "repro.verified": "identical"}, metrics={"x": 1.0}
        ),
        LoggedRun("r2", "a", started="2026-01-03", tags={"repro.snapshot": "blake3:b", "repro.seed": "7"}),
        LoggedRun("r4", "a", tags={"repro.made_by": "jupyter repro verify"}),
        LoggedRun("r3", "fit", tags={"repro.snapshot": "blake3:a/0", "repro.parent": "blake3:a"}),
    ]
    merged = with_runs(entries, runs)
    assert [(each.commit, each.run, each.verified) for each in merged] == [
        ("c2", "r1", "identical"),
        ("c1", "", ""),
        ("", "r2", ""),
    ]
    assert merged[0].metrics == {"x": 1.0}


def test_what_a_verification_noted_after_the_commit_stands_in_the_commits_row(tmp_path):
    git(tmp_path, "init", "-q")
    notebook, digest = recorded(tmp_path / "a.ipynb", seed=1)
    commit = committed(tmp_path, "2026-02-01T00:00:00Z")
    recorded(notebook, seed=1, verified=True)
    (entry,) = notebook_log(notebook, 20).entries
    assert (entry.commit, entry.digest, entry.verified) == (commit, digest, "identical or equivalent")


def test_outside_git_the_snapshot_that_is_here_is_reported(tmp_path):
    notebook, digest = recorded(tmp_path / "a.ipynb", seed=5)
    (entry,) = notebook_log(notebook, 20).entries
    assert (entry.digest, entry.seed, entry.commit, entry.changes) == (digest, 5, "", "first recorded")


def test_a_notebook_that_nobody_recorded_has_no_log(tmp_path):
    with pytest.raises(ReproError, match="has no snapshot"):
        notebook_log(tmp_path / "none.ipynb", 20)


def test_the_command_tells_it_as_json_as_well(analysis):
    notebook, _ = analysis
    ran = command("log", notebook.name, "--format", "json", "-n", "1", cwd=notebook.parent)
    assert ran.returncode == 0, ran.stderr
    assert '"entries": [' in ran.stdout


def test_a_verification_of_something_else_than_was_recorded_says_so():
    run = LoggedRun(
        "r1",
        "a",
        tags={
            "repro.snapshot": "blake3:a",
            "repro.verified": "diverged",
            "repro.verified_in": "a copy in back",
        },
        metrics={"repro.metrics.loss": 0.5, "accuracy": 0.9},
    )
    (entry,) = with_runs([], [run])
    assert entry.metrics == {"loss": 0.5, "accuracy": 0.9}
    assert "diverged (a copy in back)" in log_text(
        SnapshotLog(notebook="a.ipynb", entries=(entry,)), width=200
    )


def test_each_verification_is_a_row_below():
    history = (
        Verification(
            "2", "2026-01-02T00:00:00Z", "diverged", on="host", changed=("package pandas 2 (was 1)",)
        ),
        Verification("1", "2026-01-01T00:00:00Z", "identical", job="https://ci/7", version="1.0"),
    )
    entry = LogEntry("2026-01-01", "blake3:a", run="r1", verifications=history)
    *_, head, later, first = log_text(SnapshotLog(notebook="a.ipynb", entries=(entry,)), width=200).split(
        "\n"
    )
    assert head.split() == ["run", "verified", "status", "what", "on", "with"]
    assert later.split() == [
        "r1",
        "2026-01-02T00:00:00Z",
        "diverged",
        "changed:",
        *["package", "pandas", "2", "(was", "1)", "host"],
    ]
    assert "https://ci/7" in first
