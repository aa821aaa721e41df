"""The chain of snapshots that build upon each other, on this machine."""

from __future__ import annotations

import pytest
from snapshots import at, recorded, uses

from jupyter_repro.differences.chain import lineage
from jupyter_repro.errors import UnreadableInput
from jupyter_repro.records.lineage import every
from jupyter_repro.records.snapshot import DataFile


def test_it_leads_from_a_notebook_to_all_that_it_builds_upon(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = {"raw.csv": DataFile("blake3:" + "0" * 64, 3)}
    _, clean = recorded(tmp_path / "clean" / "clean.ipynb", seed=1, data=data)
    _, train = recorded(
        tmp_path / "train" / "train.ipynb",
        2,
        verified=True,
        consumes=uses(rows=("../clean/clean.ipynb", clean)),
    )
    score, _ = recorded(
        tmp_path / "score.ipynb", 3, consumes=uses(model=("train/train.ipynb", train)), git=at("c0ffee")
    )
    found = lineage(score)
    assert [(each.name, each.address, each.seed, each.verified) for each in every(found)] == [
        ("", "score.ipynb", 3, ""),
        ("model", "train/train.ipynb", 2, "verified"),
        ("rows", "clean/clean.ipynb", 1, ""),
    ]
    *_, last = every(found)
    assert [source.name for source in last.data] == ["raw.csv"]
    assert any("raw.csv" in line for line in last.drift)
    assert found.commit == "c0ffee"


def test_one_that_was_recorded_anew_is_reported(tmp_path):
    train, before = recorded(tmp_path / "train.ipynb", seed=1)
    score, _ = recorded(tmp_path / "score.ipynb", consumes=uses(model=("train.ipynb", before)))
    recorded(train, seed=2)
    found = lineage(score)
    assert found.consumes[0].note == "it was recorded again since"
    assert any("recorded again" in line for line in found.drift)


def test_a_cycle_is_reported_and_not_followed(tmp_path):
    first, _ = recorded(tmp_path / "a.ipynb", consumes=uses(b=("b.ipynb", "")))
    recorded(tmp_path / "b.ipynb", consumes=uses(a=("a.ipynb", "")))
    again = lineage(first).consumes[0].consumes[0]
    assert again.cycle
    assert not again.consumes


def test_what_is_not_available_is_named_without_its_chain(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    score, _ = recorded(
        tmp_path / "score.ipynb",
        consumes=uses(gone=("gone.ipynb", "blake3:ab"), model=("models:/churn/3", "blake3:cd")),
    )
    assert [(each.address, each.note) for each in lineage(score).consumes] == [
        ("gone.ipynb", "it has no snapshot here"),
        ("models:/churn/3", "no tracker is configured"),
    ]


def test_a_notebook_that_was_not_recorded_has_none(tmp_path):
    with pytest.raises(UnreadableInput, match="no such file"):
        lineage(tmp_path / "none.ipynb")
