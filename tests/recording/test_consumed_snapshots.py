"""`%repro uses`, and what a verification says when the other notebook was recorded again."""

from __future__ import annotations

import pytest
from conftest import written
from snapshots import recorded

from jupyter_repro.errors import ReproError
from jupyter_repro.recording.consumed_snapshots import consumed, consumed_words, with_addresses
from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.reporters.terminal import TerminalReporter
from jupyter_repro.taking_snapshots.recorded_run import record
from jupyter_repro.verdicts import Verdicts
from jupyter_repro.verifying.notebook import verify


@pytest.mark.parametrize("address", ["../train/train.ipynb", "../train/train.repro.json"])
def test_a_notebook_is_named_by_its_path_or_its_snapshots(tmp_path, address):
    _, digest = recorded(tmp_path / "train" / "train.ipynb", seed=7)
    folder = tmp_path / "score"
    name, each = consumed(f"model {address}", folder)
    assert (name, each) == ("model", Consumed("../train/train.ipynb", digest, "train.ipynb"))
    assert consumed_words(name, each, folder) == (
        "model: ../train/train.ipynb, recorded 2026-01-01T00:00:00Z, seed 7, not verified yet"
    )


def test_one_that_was_not_recorded_is_reported_and_raises_nothing(tmp_path):
    written(tmp_path / "train.ipynb", "1")
    for name, why in (("train", "it has not been recorded yet"), ("none", "there is no such notebook")):
        _, each = consumed(f"model {name}.ipynb", tmp_path)
        assert consumed_words("model", each, tmp_path) == (
            f"model: {name}.ipynb; {name}.ipynb cannot be read: {why}"
        )


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://me:word@host/#/experiments/1/runs/ab/artifacts?x=1", "runs:/ab"),
        ("https://me:word@host/models/3?token=abcdef", "https://host/models/3?token=…"),
        ("models:/churn@best", "models:/churn@best"),
        ("runs:/ab", "runs:/ab"),
        ("0123abcd", "0123abcd"),
    ],
)
def test_an_address_of_the_tracker_is_kept_without_its_credentials(tmp_path, address, kept):
    _, each = consumed(f"model {address}", tmp_path)
    assert each.address == kept
    assert "looked up" in consumed_words("model", each, tmp_path)


@pytest.mark.parametrize("line", ["", "model", "model a.ipynb b.ipynb", "'model a.ipynb"])
def test_a_line_that_cannot_be_understood_is_refused(tmp_path, line):
    with pytest.raises(ReproError, match=r"understood|say a name"):
        consumed(line, tmp_path)


def test_a_path_is_reported_as_it_is_seen_from_the_notebook(tmp_path):
    seen = with_addresses(
        {"a": Consumed("train.ipynb"), "b": Consumed("models:/a/1")}, tmp_path, tmp_path / "sub"
    )
    assert [each.address for each in seen.values()] == ["../train.ipynb", "models:/a/1"]


def test_a_verification_tells_in_one_line_that_it_was_recorded_anew(tmp_path):
    train, before = recorded(tmp_path / "train.ipynb", seed=1)
    score = written(tmp_path / "score.ipynb", "%load_ext jupyter_repro\n%repro uses model train.ipynb\n1")
    snapshot = record(score)
    assert snapshot.context.consumes == {"model": Consumed("train.ipynb", before, "train.ipynb")}
    assert not snapshot.context.data
    recorded(train, seed=2)
    verdict = verify(score)
    assert verdict.status == "identical"
    assert verdict.drifted
    reported = TerminalReporter().report(Verdicts(notebooks=(verdict,)), width=200, colour=False)
    assert "drift: upstream model (train.ipynb) was recorded again: blake3:" in reported
