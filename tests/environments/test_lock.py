"""The lock file beside a notebook."""

from __future__ import annotations

import tomllib

import msgspec
import pytest

from jupyter_repro.environments import uv
from jupyter_repro.environments.lock import (
    constraints,
    find_lock,
    local_packages,
    lock_beside,
    lock_path,
    requirements,
    write_lock,
)
from jupyter_repro.environments.locked_packages import packages_of
from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.records.snapshot import Context, Origin, Packages, Snapshot

PACKAGES = Packages(
    imported={"six": "1.16.0", "mine": "1.0", "forked": "2.0"},
    installed={"ipykernel": "6.29.5", "decorator": "5.1.1"},
    origins={
        "mine": Origin(address="../mine", editable=True),
        "forked": Origin(address="https://host/forked", commit="4711"),
    },
)


def snapshot(packages=PACKAGES, python="3.11.7"):
    context = Context(packages=packages, python={"version": python} if python else {})
    return Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), context)


@pytest.fixture
def notebook(tmp_path):
    return tmp_path / "a.ipynb"


def test_what_was_imported_is_wanted_exactly_and_the_kernel_with_it():
    assert list(requirements(snapshot().context)) == [
        "six==1.16.0",
        "forked @ git+https://host/forked@4711",
        "ipykernel==6.29.5",
    ]


def test_what_these_need_is_taken_as_it_was_installed():
    assert list(constraints(snapshot().context)) == ["ipykernel==6.29.5", "decorator==5.1.1", "six==1.16.0"]


def test_local_packages_go_along_as_wheels():
    assert list(local_packages(snapshot().context)) == ["mine"]


PLAIN = Packages(
    imported={"six": "1.16.0"}, installed={"ipykernel": "6.29.5", "decorator": "5.1.1", "ipython": "8.20.0"}
)


@pytest.mark.parametrize("form", ["pylock", "requirements"])
def test_a_lock_holds_the_recorded_versions_with_hashes_and_the_python(notebook, form):
    lock = write_lock(notebook, snapshot(PLAIN), form)
    assert find_lock(notebook) == lock
    assert lock.python == "3.11.7"
    found = {package.requirement for package in packages_of(lock)}
    assert {"six==1.16.0", "ipykernel==6.29.5", "decorator==5.1.1", "ipython==8.20.0"} <= found
    assert b"sha256" in lock.content


def test_a_pylock_is_valid_toml_of_version_1_0(notebook):
    document = tomllib.loads(write_lock(notebook, snapshot(PLAIN), "pylock").content.decode())
    assert document["lock-version"] == "1.0"
    assert all(each.get("wheels") or each.get("sdist") for each in document["packages"])


def test_the_form_without_addresses_has_none_and_takes_the_place_of_the_other(notebook):
    write_lock(notebook, snapshot(PLAIN), "pylock")
    lock = write_lock(notebook, snapshot(PLAIN), "requirements")
    assert b"://" not in lock.content
    assert not lock_path(notebook, "pylock").exists()


def test_a_file_of_somebody_elses_is_neither_replaced_nor_removed(notebook):
    own = lock_path(notebook, "requirements")
    own.write_text("numpy\n")
    write_lock(notebook, snapshot(PLAIN), "pylock")
    assert own.read_text() == "numpy\n"
    lock_path(notebook, "pylock").unlink()
    with pytest.raises(ReproError, match="was not written by jupyter-repro"):
        write_lock(notebook, snapshot(PLAIN), "requirements")
    assert own.read_text() == "numpy\n"


def test_a_name_that_leaves_no_room_for_the_other_form_is_locked(notebook):
    long = notebook.with_name("売" * 81 + ".ipynb")
    assert write_lock(long, snapshot(PLAIN), "pylock").path.is_file()


def test_two_locks_of_one_snapshot_are_the_same_bytes(notebook):
    one = write_lock(notebook, snapshot(PLAIN), "requirements").content
    assert write_lock(notebook, snapshot(PLAIN), "requirements").content == one


def test_a_package_that_exists_no_more_is_named_and_no_file_is_written(notebook):
    gone = msgspec.structs.replace(PLAIN, imported={"six": "99.99"})
    with pytest.raises(ReproError, match=r"cannot be locked: .*six==99\.99") as raised:
        write_lock(notebook, snapshot(gone), "pylock")
    assert "\n" not in raised.value.what
    assert find_lock(notebook) is None


def test_a_snapshot_without_a_python_cannot_be_locked(notebook):
    with pytest.raises(ReproError, match="does not say which Python"):
        write_lock(notebook, snapshot(python=""), "pylock")


@pytest.mark.parametrize("content", ["", "lock-version = 1", "x = ["])
def test_a_damaged_lock_is_named(notebook, content):
    lock_path(notebook, "pylock").write_text(content)
    with pytest.raises(
        UnreadableInput, match=r"a\.pylock\.toml cannot be read: it is not a lock file of ours"
    ):
        find_lock(notebook)


def test_without_uv_a_snapshot_is_kept_and_the_lock_says_how_to_get_it(notebook, monkeypatch):
    monkeypatch.setattr(uv, "find_uv", lambda: None)
    with pytest.raises(ReproError, match="uv is not installed") as raised:
        write_lock(notebook, snapshot(PLAIN), "pylock")
    assert raised.value.remedy == "install it with: pip install 'jupyter-repro[env]'"


def test_a_lock_that_is_not_available_is_reported_and_keeps_no_snapshot_back(notebook, monkeypatch):
    monkeypatch.setenv("JUPYTER_REPRO_LOCK", "pylock")
    gone = msgspec.structs.replace(PLAIN, imported={"six": "99.99"})
    assert lock_beside(notebook, snapshot(gone)).startswith("no lock was written: ")
    assert (
        lock_beside(notebook, snapshot(PLAIN))
        == f"its packages are locked in {lock_path(notebook, 'pylock')}"
    )
    monkeypatch.setenv("JUPYTER_REPRO_LOCK", "none")
    assert lock_beside(notebook, snapshot(PLAIN)) == ""


def test_without_network_it_is_said_that_the_index_was_not_reached(notebook, monkeypatch, tmp_path):
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "empty"))
    monkeypatch.setenv("UV_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    with pytest.raises(ReproError) as raised:
        write_lock(notebook, snapshot(PLAIN), "pylock")
    assert "the package index was not reached" in raised.value.remedy
