"""Wheels that a lock names, had from beside it or from what is kept."""

from __future__ import annotations

import pytest

from jupyter_repro.digest import digest_bytes
from jupyter_repro.environments.local_wheels import bring
from jupyter_repro.environments.own_packages.own_wheels import KeptWheel
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.kept_data.store import keep

CONTENT = b"a wheel of 2026"
WHEEL = KeptWheel("mine-1.0-py3-none-any.whl", digest_bytes(CONTENT))


def test_one_beside_the_lock_is_taken(tmp_path):
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / WHEEL.file).write_bytes(CONTENT)
    bring(WHEEL, tmp_path, tmp_path / WHEEL.file)
    assert (tmp_path / WHEEL.file).read_bytes() == CONTENT


def test_another_one_of_that_name_is_not_taken_and_what_is_kept_takes_its_place(tmp_path):
    (tmp_path / "wheels").mkdir()
    place = tmp_path / "wheels" / WHEEL.file
    place.write_bytes(CONTENT)
    keep(place, WHEEL.digest)
    place.write_bytes(b"another")
    bring(WHEEL, tmp_path, place)
    assert place.read_bytes() == CONTENT


def test_one_that_is_gone_is_reported_in_a_line_and_nothing_is_touched(tmp_path):
    gone = KeptWheel("mine-1.0-py3-none-any.whl", digest_bytes(b"never kept"))
    (tmp_path / gone.file).write_bytes(b"mine")
    with pytest.raises(
        NoSuchVersion, match=r"the wheel mine-1\.0-py3-none-any\.whl is gone: .* is not in "
    ) as raised:
        bring(gone, tmp_path, tmp_path / gone.file)
    assert "\n" not in raised.value.what
    assert [each.name for each in tmp_path.iterdir()] == [gone.file]
    assert (tmp_path / gone.file).read_bytes() == b"mine"
