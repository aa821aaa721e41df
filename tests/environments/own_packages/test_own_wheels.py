"""How a lock names packages that no index has."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from jupyter_repro.environments.own_packages.own_wheels import (
    KeptWheel,
    OwnWheel,
    kept_in_pylock,
    kept_in_requirements,
    pylock_note,
    requirements_note,
    with_own_pylock,
    without_pylock,
    without_requirements,
)

DIGEST = "blake3:" + "0" * 64
MINE = OwnWheel(Path("mine-1.0-py3-none-any.whl"), "1.0", DIGEST, "ab" * 32, 7)
FORKED = OwnWheel(
    Path("forked-2.0-py3-none-any.whl"), "2.0", DIGEST, "cd" * 32, 8, "https://h/forked", "4711"
)
PYLOCK = """lock-version = "1.0"
created-by = "uv"

[[packages]]
name = "decorator"
version = "5.1.1"

[[packages]]
name = "six"
version = "1.16.0"
"""


def table_of(text):
    return tomllib.loads(text)["tool"]["jupyter-repro"]


def names(text):
    return [each["name"] for each in tomllib.loads(text)["packages"]]


def test_they_stand_among_the_others_in_the_order_of_names():
    text = with_own_pylock(PYLOCK, [MINE, FORKED])
    assert names(text) == ["decorator", "forked", "mine", "six"]
    assert with_own_pylock(PYLOCK, []) == PYLOCK
    assert names(without_pylock(text, {"mine", "forked"})) == ["decorator", "six"]


def test_what_is_kept_of_them_is_read_again():
    text = (
        with_own_pylock(PYLOCK, [MINE]) + '\n[tool.jupyter-repro]\npython = "3.11.7"\n' + pylock_note([MINE])
    )
    assert kept_in_pylock(table_of(text)) == (MINE.kept,)
    assert kept_in_requirements(requirements_note([MINE, FORKED])) == (FORKED.kept, MINE.kept)


def test_lines_for_pip_are_taken_out_with_their_hashes():
    text = "".join([f"six==1.16.0 \\\n    --hash=sha256:00\n{each.requirement}\n" for each in (MINE, FORKED)])
    assert without_requirements(text, {"mine", "forked"}) == "six==1.16.0 \\\n    --hash=sha256:00\n" * 2


@pytest.mark.parametrize("file", ["../../x.whl", "/x.whl", "x.tar.gz"])
def test_what_is_no_plain_name_of_a_wheel_is_passed_over(file):
    text = f'[tool.jupyter-repro]\npython = "3"\n[tool.jupyter-repro.wheels]\n"{file}" = "{DIGEST}"\n'
    assert kept_in_pylock(table_of(text)) == ()
    assert kept_in_requirements(f"# wheel {file} {DIGEST}\n") == ()


def test_the_name_of_a_package_is_that_of_its_wheel():
    assert KeptWheel("My_Lib-1.0+cpu-py3-none-any.whl", DIGEST).name == "my-lib"
    assert KeptWheel("no wheel", DIGEST).name == "no wheel"
