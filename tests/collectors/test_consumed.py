"""Snapshots that a notebook builds upon."""

from __future__ import annotations

from snapshots import recorded, uses

from jupyter_repro.collectors.consumed import ConsumedCollector, current
from jupyter_repro.records.consumed_snapshots import Consumed, is_moving, is_notebook


def changes(before, now):
    return [
        (change.kind, change.name, change.recorded, change.found)
        for change in ConsumedCollector().changes(before, now)
    ]


def test_a_notebook_that_was_recorded_anew_is_another_snapshot(tmp_path):
    train, before = recorded(tmp_path / "train.ipynb", seed=1)
    used = uses(model=("train.ipynb", before))
    assert not changes(used, current(used, tmp_path))
    _, now = recorded(train, seed=2)
    assert changes(used, current(used, tmp_path)) == [("upstream", "model (train.ipynb)", before, now)]


def test_a_verification_of_it_makes_no_other_snapshot(tmp_path):
    train, before = recorded(tmp_path / "train.ipynb")
    used = uses(model=("train.ipynb", before))
    recorded(train, verified=True)
    assert not changes(used, current(used, tmp_path))


def test_one_whose_snapshot_is_gone_is_missing(tmp_path):
    used = uses(model=("train.ipynb", "blake3:ab"))
    assert changes(used, current(used, tmp_path)) == [
        ("upstream", "model (train.ipynb)", "blake3:ab", "missing")
    ]


def test_what_a_tracker_holds_is_taken_to_be_as_it_was(tmp_path):
    used = uses(model=("models:/churn/3", "blake3:ab"))
    assert current(used, tmp_path) == used


def test_what_was_not_known_is_not_compared():
    before, now = {"model": Consumed("models:/churn/3", unknown="…")}, uses(model=("models:/churn/3", "b"))
    assert not changes(before, now)


def test_another_address_and_a_new_name_are_reported():
    before, now = uses(model=("a.ipynb", "x")), uses(model=("b.ipynb", "x"), more=("c.ipynb", "y"))
    assert changes(before, now) == [
        ("upstream", "model", "a.ipynb", "b.ipynb"),
        ("upstream", "more", "not recorded", "c.ipynb"),
    ]


def test_only_a_models_alias_or_stage_or_latest_version_may_come_to_mean_another_run():
    moving = ["models:/churn@champion", "models:/churn/latest", "models:/churn/Production"]
    assert all(map(is_moving, moving))
    assert not any(map(is_moving, ["models:/churn/3", "0123456789abcdef", "runs:/ab", "../a/b.ipynb"]))


def test_a_path_is_told_apart_from_an_address_of_the_tracker():
    assert [is_notebook(each) for each in ("../a.ipynb", "a.repro.json", "models:/a/1", "ab12")] == [
        True,
        True,
        False,
        False,
    ]
