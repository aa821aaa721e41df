"""What uv makes of packages, some of which no index has."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest
from installed_package import installed_package

from jupyter_repro.collectors.origins import origin_of
from jupyter_repro.collectors.packages import scan
from jupyter_repro.digest import digest_file
from jupyter_repro.environments.built_environments import build
from jupyter_repro.environments.local_wheels import own_wheels
from jupyter_repro.environments.lock import lock_packages
from jupyter_repro.environments.locked_packages import packages_of
from jupyter_repro.environments.own_packages.made_wheels import Maker
from jupyter_repro.environments.own_packages.repacked_wheels import repacked
from jupyter_repro.environments.resolution import absent_names, name_of
from jupyter_repro.kept_data.referred import referred_by
from jupyter_repro.kept_data.store import is_kept
from jupyter_repro.records.snapshot import Context, Origin, Packages, Snapshot


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Because there is no version of Torch_CPU==2.5.1+cpu and you require it", ["torch-cpu"]),
        ("Because tinylib was not found in the package registry and you require tinylib==1.0", ["tinylib"]),
        ("error sending request for url", []),
    ],
)
def test_what_an_index_does_not_have_is_read_from_what_uv_says(said, names):
    assert absent_names(said) == names


@pytest.mark.parametrize(
    ("requirement", "name"),
    [("Six_Pack==1", "six-pack"), ("forked @ git+https://host/forked@1", "forked"), ("# none", "")],
)
def test_the_name_of_a_requirement(requirement, name):
    assert name_of(requirement) == name


@pytest.fixture
def locks(tmp_path, monkeypatch):
    """Lock packages of a notebook, which are installed in a folder of the test."""
    site = tmp_path / "site"

    def lock(imported, origins=(), form="pylock"):
        packages = Packages(
            imported={"six": "1.16.0", **imported},
            installed={"ipykernel": "6.29.5", "decorator": "5.1.1", "ipython": "8.20.0"},
            origins=dict(origins),
        )
        context = Context(packages=packages, python={"version": "3.11.7"})
        snapshot = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), context)

        def maker(notebook, _snapshot, limit, place):
            return Maker(packages, notebook.parent, scan([str(site)]).distributions, limit, place)

        monkeypatch.setattr("jupyter_repro.environments.lock.maker_for", maker)
        return lock_packages(tmp_path / "a.ipynb", snapshot, form)

    lock.site = site
    return lock


def entry(lock, name):
    document = tomllib.loads(lock.content.decode())
    return next(each for each in document["packages"] if each["name"] == name)


def test_a_package_that_no_index_has_is_locked_by_the_digest_of_its_wheel_which_is_kept(locks):
    installed_package(locks.site, "tinylib-of-nobody-at-all".replace("-", "_"), needs="decorator>=5")
    locked = locks({"tinylib-of-nobody-at-all": "1.0"})
    (wheel,) = locked.lock.wheels
    assert wheel.name == "tinylib-of-nobody-at-all"
    assert is_kept(wheel.digest)
    archive = entry(locked.lock, wheel.name)["archive"]
    assert archive["path"] == f"wheels/{wheel.file}"
    assert len(archive["hashes"]["sha256"]) == 64
    assert "six==1.16.0" in {each.requirement for each in packages_of(locked.lock)}
    assert locked.left_out == {}


def test_a_build_that_is_on_no_index_is_locked_with_the_rest_and_not_its_namesake(locks):
    installed_package(locks.site, "six", "1.16.0+cpu")
    locked = locks({"six": "1.16.0+cpu"})
    assert [each.name for each in locked.lock.wheels] == ["six"]
    assert entry(locked.lock, "six")["archive"]["path"] == "wheels/six-1.16.0+cpu-py3-none-any.whl"
    assert "decorator==5.1.1" in {each.requirement for each in packages_of(locked.lock)}


def test_what_is_too_large_to_keep_is_reported_and_the_rest_is_locked(locks, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.jupyter-repro.data]\nlimit = "100 B"\n')
    installed_package(locks.site, "six", "1.16.0+cpu")
    locked = locks({"six": "1.16.0+cpu"})
    assert "which is over the limit of 100 B" in locked.left_out["six"]
    found = {each.name for each in packages_of(locked.lock)}
    assert "decorator" in found
    assert "six" not in found


@pytest.mark.parametrize("form", ["pylock", "requirements"])
def test_a_wheel_of_a_folder_is_taken_as_it_is(locks, tmp_path, form):
    wheel = repacked(installed_package(tmp_path / "build", "mine"), tmp_path / "dist")
    url = {"url": wheel.as_uri(), "archive_info": {}}
    info = installed_package(locks.site, "mine", origin=url)
    locked = locks({"mine": "1.0"}, {"mine": origin_of(info, tmp_path)}, form)
    (kept,) = locked.lock.wheels
    assert (kept.file, kept.digest) == (wheel.name, digest_file(wheel))
    assert f"wheels/{wheel.name}".encode() in locked.lock.content


def test_a_commit_of_a_repository_is_named_and_its_wheel_is_kept_too(locks):
    installed_package(locks.site, "forked", "2.0")
    origin = Origin(address="https://host.invalid/forked", commit="47110815")
    locked = locks({"forked": "2.0"}, {"forked": origin})
    vcs = entry(locked.lock, "forked")["vcs"]
    assert (vcs["type"], vcs["url"], vcs["commit-id"]) == ("git", origin.address, origin.commit)
    assert is_kept(locked.lock.wheels[0].digest)


def test_an_editable_package_is_built_from_its_source(locks, tmp_path):
    source = tmp_path / "mine"
    source.mkdir()
    (source / "mine.py").write_text("V = 1\n")
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
        '[project]\nname = "mine"\nversion = "1.0"\n[tool.setuptools]\npy-modules = ["mine"]\n'
    )
    locked = locks({"mine": "1.0"}, {"mine": Origin(address="mine", editable=True, digest="blake3:1")})
    assert [each.file for each in locked.lock.wheels] == ["mine-1.0-py3-none-any.whl"]


def test_two_locks_with_own_packages_are_the_same_bytes(locks):
    installed_package(locks.site, "six", "1.16.0+cpu")
    one = locks({"six": "1.16.0+cpu"}).lock.content
    assert locks({"six": "1.16.0+cpu"}).lock.content == one


def test_the_environment_of_a_lock_has_its_own_packages_from_what_is_kept(locks, tmp_path):
    installed_package(locks.site, "six", "1.16.0+cpu")
    lock = locks({"six": "1.16.0+cpu"}).lock
    wheels = own_wheels(lock, Context(), tmp_path, tmp_path / "brought")
    python: Path = build(tmp_path / "venv", lock, wheels)
    found = subprocess.run(
        [python, "-c", "import six; print(six.VERSION)"], capture_output=True, text=True, check=True
    )
    assert found.stdout == "1.16.0+cpu\n"


def test_a_build_that_is_not_even_installed_any_more_is_reported_and_the_rest_is_locked(locks):
    locked = locks({"toolz": "0.12.1+mine"})
    assert locked.left_out == {"toolz": "toolz 0.12.1+mine is not installed here"}
    assert "six==1.16.0" in {each.requirement for each in packages_of(locked.lock)}


def test_a_wheel_is_referred_to_as_long_as_a_lock_names_it(locks, tmp_path):
    installed_package(locks.site, "six", "1.16.0+cpu")
    lock = locks({"six": "1.16.0+cpu"}).lock
    snapshot = tmp_path / "a.repro.json"
    assert lock.wheels[0].digest in referred_by(snapshot)
    lock.path.unlink()
    assert lock.wheels[0].digest not in referred_by(snapshot)
