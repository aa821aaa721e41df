from __future__ import annotations

import stat

import pytest

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.records.tracked_run import Destination, RunRecord
from jupyter_repro.tracking.outbox import Amendment, Publication, outbox, put, sent, taken, waiting

HERE = Destination("mlflow:sqlite:///m.db", "/work", "study")
THERE = Destination("mlflow:http://host", "/work", "study")
DIGEST = "blake3:" + "ab" * 32
RUN = RunRecord(
    "ab" * 16, "a", "2026-01-01T00:00:00Z", "ada", {}, {"repro.snapshot": DIGEST}, files={"a": b"1"}
)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_REPRO_CACHE", str(tmp_path / "cache"))


def test_what_is_put_in_comes_out_as_it_was():
    items = [Publication(HERE, RUN), Amendment(HERE, DIGEST, {"repro.verified": "identical"}, {"v": b"2"})]
    assert [taken(put(item))[0] for item in items] == items


def test_only_its_owner_can_read_it():
    path = put(Publication(HERE, RUN))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(outbox().stat().st_mode) == 0o700


def test_runs_are_sent_before_what_is_said_of_them():
    amendment = put(Amendment(HERE, DIGEST, {}))
    publication = put(Publication(HERE, RUN))
    assert waiting() == [publication, amendment]


def test_the_same_run_waits_once_for_each_place():
    put(Publication(HERE, RUN))
    again = put(Publication(HERE, RUN))
    other = put(Publication(THERE, RUN))
    assert sorted(waiting()) == sorted([again, other])


def test_what_was_replaced_while_it_was_sent_still_waits():
    path = put(Amendment(HERE, DIGEST, {"repro.verified": "diverged"}))
    _, number = taken(path)
    put(Amendment(HERE, DIGEST, {"repro.verified": "identical"}))
    sent(path, number)
    assert taken(path)[0].tags == {"repro.verified": "identical"}
    sent(path, taken(path)[1])
    assert waiting() == []


def test_a_damaged_file_is_reported_with_its_remedy():
    path = put(Publication(HERE, RUN))
    path.write_bytes(b"\x00")
    with pytest.raises(UnreadableInput, match="it is damaged") as error:
        taken(path)
    assert error.value.remedy == f"remove it: rm {path}"


def test_each_verification_waits_by_itself_in_the_order_of_its_time():
    later, earlier = (
        put(Amendment(HERE, DIGEST, {}, {f"verifications/{day}.json": b""}, day))
        for day in ("2026-02", "2026-01")
    )
    assert waiting() == [earlier, later]
