"""What stands in a lock, and the union of several."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_repro.environments.lock import Lock
from jupyter_repro.environments.locked_packages import LockedPackage, packages_of, union
from jupyter_repro.errors import ReproError

REQUIREMENTS = b"""# python 3.11.7
numpy==2.4.6 \\
    --hash=sha256:bb \\
    --hash=sha256:aa
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:cc
six @ git+https://example.org/six@0123
"""
PYLOCK = b"""
[[packages]]
name = "numpy"
version = "2.4.6"
wheels = [{ url = "https://example.org/a.whl", hashes = { sha256 = "bb" } }]
sdist = { url = "https://example.org/a.tar.gz", hashes = { sha256 = "aa" } }
[[packages]]
name = "colorama"
version = "0.4.6"
marker = "sys_platform == 'win32'"
wheels = [{ url = "https://example.org/c.whl", hashes = { sha256 = "cc" } }]
[[packages]]
name = "six"
version = "1.17"
vcs = { type = "git", url = "https://example.org/six", commit-id = "0123" }
[tool.jupyter-repro]
python = "3.11.7"
"""
PACKAGES = [
    LockedPackage("colorama", "0.4.6", marker="sys_platform == 'win32'", hashes=("sha256:cc",)),
    LockedPackage("numpy", "2.4.6", hashes=("sha256:aa", "sha256:bb")),
    LockedPackage("six", address="git+https://example.org/six@0123"),
]


@pytest.mark.parametrize(("form", "content"), [("requirements", REQUIREMENTS), ("pylock", PYLOCK)])
def test_both_forms_of_a_lock_hold_the_same(form, content):
    assert packages_of(Lock(Path("a"), form, "3.11.7", content)) == PACKAGES


def test_the_union_holds_what_either_notebook_needs_and_every_hash():
    one = [LockedPackage("a", "1", hashes=("x",)), LockedPackage("b", "2")]
    other = [LockedPackage("a", "1", hashes=("y",)), LockedPackage("c", "3")]
    found = union({"one.ipynb": one, "other.ipynb": other})
    assert found == [LockedPackage("a", "1", hashes=("x", "y")), one[1], other[1]]


def test_a_package_that_one_notebook_needs_everywhere_is_needed_everywhere():
    found = union(
        {"one": [LockedPackage("a", "1", marker="os_name == 'nt'")], "other": [LockedPackage("a", "1")]}
    )
    assert found == [LockedPackage("a", "1")]


def test_two_markers_are_joined():
    found = union(
        {"one": [LockedPackage("a", "1", marker="m")], "other": [LockedPackage("a", "1", marker="n")]}
    )
    assert found[0].marker == "(m) or (n)"


def test_a_conflict_names_both_notebooks_and_versions():
    with pytest.raises(ReproError) as raised:
        union({"one.ipynb": [LockedPackage("a", "1")], "other.ipynb": [LockedPackage("a", "2")]})
    assert raised.value.what == "one.ipynb needs a 1 and other.ipynb needs a 2"
