from __future__ import annotations

import re
import sys
from importlib.metadata import distributions
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.collectors.packages import PackagesCollector, normalised, providers, scan
from jupyter_repro.records.snapshot import Packages
from jupyter_repro.verdicts import ContextChange


def install(folder, info, *, record="", top_level="", metadata=""):
    """What pip leaves of a distribution, and empty modules for what it records."""
    (folder / info).mkdir(parents=True)
    files = {"RECORD": record, "top_level.txt": top_level, "METADATA": metadata}
    for name, content in files.items():
        if content:
            (folder / info / name).write_text(content)
    for line in record.splitlines():
        path = folder / line.partition(",")[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def versions(*folders):
    return {name: each.version for name, each in scan(map(str, folders)).distributions.items()}


def test_what_is_installed_here_is_found_as_importlib_finds_it():
    expected: dict[str, str] = {}
    for each in distributions():
        expected.setdefault(re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower(), each.version)
    assert {name: each.version for name, each in scan(sys.path).distributions.items()} == expected


def test_modules_are_matched_to_the_distributions_that_provide_them(tmp_path):
    imported = {"numpy", "sklearn", "PIL", "dateutil", "json", "my_helpers", "jupyter_repro"}
    found = PackagesCollector().collect(SimpleNamespace(imported=frozenset(imported), folder=tmp_path))
    assert set(found.imported) == {"numpy", "scikit-learn", "pillow", "python-dateutil"}
    assert "pandas" in found.installed
    assert not found.imported.keys() & found.installed.keys()
    assert "jupyter-repro" not in {**found.imported, **found.installed}


def test_the_first_on_the_path_wins(tmp_path):
    install(tmp_path / "a", "some_thing-2.0.dist-info")
    install(tmp_path / "b", "Some.Thing-1.0.dist-info")
    assert versions(tmp_path / "a", tmp_path / "b") == {"some-thing": "2.0"}
    assert versions(tmp_path / "b", tmp_path / "a") == {"some-thing": "1.0"}


def test_odd_and_old_folders_are_read_by_their_metadata(tmp_path):
    install(
        tmp_path, "odd-name-1.0.dist-info", metadata="Metadata-Version: 2.1\nName: odd-name\nVersion: 1.0\n"
    )
    install(tmp_path, "local.egg-info")
    (tmp_path / "local.egg-info" / "PKG-INFO").write_text("Name: Local\nVersion: 0.1\n")
    (tmp_path / "flat-3.0-py3.11.egg-info").write_text("Name: flat\nVersion: 3.0\n")
    assert versions(tmp_path) == {"odd-name": "1.0", "local": "0.1", "flat": "3.0"}


def test_what_is_broken_or_half_removed_is_passed_over(tmp_path):
    install(tmp_path, "~umpy-1.0.dist-info", metadata="Name: numpy\nVersion: 1.0\n")
    install(tmp_path, "empty.dist-info")
    (tmp_path / "archive.zip").touch()
    install(tmp_path, "torch-2.1.0+cu118.dist-info")
    assert versions(tmp_path, tmp_path / "archive.zip", tmp_path / "nowhere") == {"torch": "2.1.0+cu118"}


def test_a_namespace_is_provided_by_all_that_share_it(tmp_path):
    install(tmp_path, "google_auth-1.0.dist-info", record="google/auth/__init__.py,,\n")
    install(tmp_path, "google_api-1.0.dist-info", record="google/api/__init__.py,,\n")
    install(tmp_path, "googleish-1.0.dist-info", record="googleish/__init__.py,,\n")
    assert providers(scan([str(tmp_path)]), {"google"}) == {"google-auth", "google-api"}


def test_single_files_and_declared_top_levels_are_matched(tmp_path):
    install(tmp_path, "one_file-1.0.dist-info", record="onefile.py,sha256=x,1\n")
    install(tmp_path, "declared-1.0.dist-info", top_level="_decl\ndecl\n", record="decl/x.py,,\n")
    assert providers(scan([str(tmp_path)]), {"onefile", "decl"}) == {"one-file", "declared"}


def test_a_local_module_is_provided_by_none(tmp_path):
    install(tmp_path / "site-packages", "x-1.0.dist-info", record="tests/helpers.py,,\n")
    assert providers(scan([str(tmp_path), str(tmp_path / "site-packages")]), {"helpers"}) == set()


@pytest.mark.parametrize(
    ("recorded", "found", "changes"),
    [
        (
            Packages({"a": "1"}, {"b": "1"}),
            Packages({"a": "2"}, {"b": "2"}),
            [("a", "1", "2"), ("b", "1", "2")],
        ),
        (
            Packages({"z": "1"}, {"b": "1"}),
            Packages({"z": "2"}, {"b": "2"}),
            [("z", "1", "2"), ("b", "1", "2")],
        ),
        (Packages({"a": "1"}), Packages(), [("a", "1", "not installed")]),
        (Packages({}, {"a": "1"}), Packages({"a": "1"}, {}), []),
        (Packages({"a": "1"}, {}), Packages({}, {"a": "1"}), []),
        (Packages(), Packages({}, {"new": "1"}), []),
        (Packages(), Packages({"new": "1"}, {}), [("new", "not installed", "1")]),
        (Packages({}, {"a": "1"}), Packages({"a": "2"}, {}), [("a", "1", "2")]),
    ],
)
def test_versions_that_differ_are_changes_and_imported_packages_come_first(recorded, found, changes):
    used = {**recorded.imported, **found.imported}
    expected = [ContextChange("package", *change, matters=change[0] in used) for change in changes]
    assert list(PackagesCollector().changes(recorded, found)) == expected


_VERSIONS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("12"))


@given(_VERSIONS, _VERSIONS)
def test_packages_have_not_changed_from_themselves(imported, installed):
    packages = Packages(
        imported, {name: version for name, version in installed.items() if name not in imported}
    )
    assert not list(PackagesCollector().changes(packages, packages))


def test_names_are_normalised():
    assert normalised("Some__Thing.-x") == "some-thing-x"
