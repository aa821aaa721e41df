"""What is remembered of a verification: where it was made, of what, and what came of it."""

from __future__ import annotations

import msgspec
import pytest
from repositories import committed, git
from snapshots import recorded

from jupyter_repro.records.snapshot import GitState
from jupyter_repro.records.tracked_run import Destination, LoggedRun
from jupyter_repro.records.verifications import Verification, verification_file, verifications_in
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.tracking.outbox import Amendment
from jupyter_repro.tracking.published_places import Published
from jupyter_repro.tracking.sending_process import said_of
from jupyter_repro.tracking.verification_record import verification_of, verification_tags
from jupyter_repro.verdicts import ContextChange, Verdict

HERE = Destination("mlflow:", "/", "x")
PANDAS = ContextChange("package", "pandas", "2.1.0", "2.2.0")
TOKEN = ContextChange("environment-variable", "API_TOKEN", "scrypt:1", "hunter22")
UNIMPORTANT = ContextChange("code", "commit", "a", "b", matters=False)


def verified(path, *changes, status="diverged", known=None):
    verdict = Verdict(str(path), status, context_changes=changes)
    return verification_of(verdict, path, load_snapshot(path), known)


def test_it_says_when_where_by_whom_and_with_what(tmp_path, monkeypatch):
    monkeypatch.setenv("CI_JOB_URL", "https://git.example/jobs/7")
    found = verified(recorded(tmp_path / "a.ipynb")[0], status="equivalent")
    assert (found.status, found.notebook, found.circumstances) == ("equivalent", "a.ipynb", "as recorded")
    assert found.job == "https://git.example/jobs/7"
    assert all((found.when, found.by, found.on, found.version))
    tags = verification_tags(found)
    assert (tags["repro.verified"], tags["repro.verified_in"]) == ("equivalent", "as recorded")


def test_another_environment_is_reported_without_what_may_be_a_secret(tmp_path):
    found = verified(recorded(tmp_path / "a.ipynb")[0], PANDAS, TOKEN, UNIMPORTANT)
    assert found.changed == ("package pandas 2.2.0 (was 2.1.0)", "environment-variable API_TOKEN")
    assert verification_tags(found)["repro.verified_in"].startswith(
        "changed: package pandas 2.2.0 (was 2.1.0)"
    )


def test_a_copy_beside_the_published_notebook_is_called_one(tmp_path):
    for name in ("study", "back"):
        (tmp_path / name).mkdir()
    original, copy = (recorded(tmp_path / name / "a.ipynb")[0] for name in ("study", "back"))
    known = Published(bytes(original.resolve()), HERE)
    assert verified(copy, known=known).circumstances == "a copy in back"
    assert verified(original, known=known).circumstances == "as recorded"


def test_what_was_recorded_in_a_repository_and_lies_in_none_is_a_copy(tmp_path):
    path, _ = recorded(tmp_path / "a.ipynb", git=GitState("c0ffee"))
    assert verified(path).circumstances.endswith("outside of its repository")
    git(tmp_path, "init", "-q")
    commit = committed(tmp_path, "2026-01-01T00:00:00Z")
    assert (verified(path).circumstances, verified(path).commit) == ("as recorded", commit)


def test_the_history_is_read_back_newest_first_and_passes_over_what_is_damaged():
    first, second = (Verification(f"2026-0{month}", f"2026-0{month}", "identical") for month in (1, 2))
    files = {
        **verification_file(first),
        **verification_file(second),
        "verifications/x.json": b"{",
        "a.json": b"{}",
    }
    assert verifications_in(files) == [second, first]


AMENDMENT = Amendment(
    HERE,
    "blake3:ab",
    {"repro.verified": "diverged", "repro.verified_at": "2026-02-02", "repro.verified_in": "as recorded"},
    {"report.html": b"", "verifications/1.json": b"{}"},
    "1",
    "study/a.ipynb",
)


@pytest.mark.parametrize(("said", "later"), [("2026-02-01", True), ("2026-02-03", False)])
def test_one_that_waited_to_be_sent_does_not_stand_in_place_of_a_later_one(said, later):
    tags, files = said_of(LoggedRun("1", "a", tags={"repro.verified_at": said}), AMENDMENT)
    assert tags == (AMENDMENT.tags if later else {})
    assert set(files) == (set(AMENDMENT.files) if later else {"verifications/1.json"})


def test_a_verification_of_a_notebook_at_another_path_is_of_a_copy():
    run = LoggedRun("1", "a", tags={"repro.notebook": "other/a.ipynb"})
    assert said_of(run, AMENDMENT)[0]["repro.verified_in"] == "a copy, study/a.ipynb"
    elsewhere = msgspec.structs.replace(
        AMENDMENT, tags={**AMENDMENT.tags, "repro.verified_in": "changed: package pandas"}
    )
    assert said_of(run, elsewhere)[0]["repro.verified_in"] == "a copy, study/a.ipynb; changed: package pandas"
