from __future__ import annotations

import msgspec
import pytest

from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import NoSuchMoment, iso
from jupyter_repro.recording.data.time_travel import TimeTravel
from jupyter_repro.records.snapshot import DataVersion


def travelled(**recorded: DataVersion) -> TimeTravel:
    travel = TimeTravel()
    travel.read_again(
        msgspec.json.encode({f"delta:{name}": version for name, version in recorded.items()}).decode()
    )
    return travel


def test_without_a_date_the_newest_is_read():
    assert TimeTravel().wish("delta:orders") is None


def test_after_a_date_was_set_all_is_read_as_of_its_moment_until_it_ends():
    travel = TimeTravel()
    moment = travel.go("2026-01-01T12:00Z")
    assert iso(moment) == "2026-01-01T12:00:00Z"
    assert travel.wish("delta:orders") == Wish(asof=moment, text="2026-01-01T12:00Z")
    travel.end()
    assert travel.wish("delta:orders") is None


def test_a_date_that_is_none_leaves_all_as_it_was():
    travel = TimeTravel()
    travel.go("2026-01-01")
    with pytest.raises(NoSuchMoment):
        travel.go("someday")
    assert travel.text == "2026-01-01"


def test_a_recorded_version_is_read_again_for_the_words_it_was_asked_for_with():
    travel = travelled(orders=DataVersion("3", asof="2026-01-01"), plain=DataVersion("7"))
    assert travel.explicit("delta:orders", "2026-01-01") == Wish(version="3", text="2026-01-01")
    assert travel.wish("delta:plain") == Wish(version="7")
    assert travel.wish("delta:orders") is None
    travel.go("2026-01-01")
    assert travel.wish("delta:orders") == Wish(version="3", text="2026-01-01")
    travel.go("2026-01-02")
    assert travel.wish("delta:orders").asof is not None


def test_two_versions_of_the_same_data_are_told_apart_by_what_was_asked_for():
    travel = TimeTravel()
    travel.read_again(
        msgspec.json.encode(
            {
                "delta:orders": DataVersion("3", asof="2026-01-01"),
                "delta:orders@5": DataVersion("5", asof="2026-02-01"),
            }
        ).decode()
    )
    assert travel.explicit("delta:orders", "2026-02-01").version == "5"
    assert travel.explicit("delta:orders", "2026-01-01").version == "3"


def test_a_tag_is_read_as_what_it_meant_when_it_was_recorded():
    travel = travelled(orders=DataVersion("3", asof="version v1"))
    assert travel.exact("delta:orders", "v1") == Wish(version="3", text="version v1")
    assert travel.exact("delta:orders", "v2") == Wish(version="v2", text="version v2")
