"""An installed package, packed again, and installed by the real uv."""

from __future__ import annotations

import pytest
from installed_package import installed_package

from jupyter_repro.environments.own_packages.repacked_wheels import installed_size, repacked
from jupyter_repro.environments.uv import run_uv
from jupyter_repro.errors import ReproError


def test_what_is_installed_of_it_is_what_was_packed(tmp_path):
    info = installed_package(tmp_path / "site", "tinylib")
    wheel = repacked(info, tmp_path / "wheels")
    assert wheel.name == "tinylib-1.0-py3-none-any.whl"
    target = tmp_path / "target"
    run_uv("pip", "install", "--quiet", "--no-deps", "--no-index", "--target", target, wheel, what="it")
    assert (target / "tinylib.py").read_text() == "VERSION = '1.0'\n"
    assert (target / info.name / "METADATA").read_text() == (info / "METADATA").read_text()


def test_two_wheels_of_the_same_files_are_the_same_bytes(tmp_path):
    info = installed_package(tmp_path / "site", "tinylib")
    one, other = repacked(info, tmp_path / "one"), repacked(info, tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()


def test_what_the_installer_wrote_does_not_count(tmp_path):
    info = installed_package(tmp_path / "site", "tinylib")
    (tmp_path / "site" / "__pycache__").mkdir()
    (tmp_path / "site" / "__pycache__" / "tinylib.cpython-311.pyc").write_bytes(b"x" * 1000)
    assert installed_size(info) < 500


def test_one_with_a_lost_file_leaves_no_wheel(tmp_path):
    info = installed_package(tmp_path / "site", "tinylib")
    (tmp_path / "site" / "tinylib.py").unlink()
    with pytest.raises(ReproError, match=r"tinylib-1\.0 cannot be packed: No such file"):
        repacked(info, tmp_path / "wheels")
    assert list((tmp_path / "wheels").iterdir()) == []


@pytest.mark.parametrize(
    ("gone", "why"), [("RECORD", "was not installed from a wheel"), ("WHEEL", "for which Python")]
)
def test_one_that_is_not_of_a_wheel_is_reported(tmp_path, gone, why):
    info = installed_package(tmp_path / "site", "tinylib")
    (info / gone).unlink()
    with pytest.raises(ReproError, match=why):
        repacked(info, tmp_path / "wheels")
