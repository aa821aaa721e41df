"""What `why` puts back of a package that no index has."""

from __future__ import annotations

import pytest
from installed_package import installed_package

from jupyter_repro.digest import digest_file
from jupyter_repro.environments.own_packages.repacked_wheels import repacked
from jupyter_repro.experiments.package_folders import PackageVersion, built
from jupyter_repro.experiments.put_back.packages import kept_wheel
from jupyter_repro.kept_data.store import keep


@pytest.fixture
def notebook(tmp_path):
    """A path beside which a lock names a wheel that is kept."""
    wheel = repacked(installed_package(tmp_path / "site", "tinylib"), tmp_path / "made")
    keep(wheel, digest_file(wheel))
    lock = '[tool.jupyter-repro]\npython = "3.11.7"\n[tool.jupyter-repro.wheels]\n'
    (tmp_path / "a.pylock.toml").write_text(f'{lock}"{wheel.name}" = "{digest_file(wheel)}"\n')
    return tmp_path / "a.ipynb"


def test_its_kept_wheel_is_installed(notebook):
    (folder,) = built([PackageVersion("tinylib", "1.0", kept_wheel(notebook, "tinylib"))])
    assert (folder / "tinylib.py").read_text() == "VERSION = '1.0'\n"


def test_there_is_none_of_a_package_of_an_index(notebook):
    assert kept_wheel(notebook, "numpy") == ""
