from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_repro.addresses.portable_paths import located, portable

HOME = Path("/Users/ada")

_PART = st.one_of(
    st.binary(min_size=1, max_size=6).map(
        lambda name: os.fsdecode(name.replace(b"/", b"-").replace(b"\0", b"-"))
    ),
    st.sampled_from(
        ["home", "ada", "~", "~ada", "file:", "file:x", "data", "x.csv", "%41", "..x", "a b", "ü"]
    ),
).filter(lambda part: part not in {".", ".."})
_PATHS = st.lists(_PART, max_size=5).map(lambda parts: Path("/", *parts))


@pytest.fixture(autouse=True, scope="module")
def _home():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(HOME))
        yield


@pytest.mark.parametrize(
    ("path", "folder", "name"),
    [
        ("/Users/ada/project/data/x.csv", "/Users/ada/project", "data/x.csv"),
        ("/Users/ada/project/x.csv", "/Users/ada/project/notebooks", "../x.csv"),
        ("/Users/ada/shared/x.csv", "/Users/ada/project", "~/shared/x.csv"),
        ("/Users/ada/x.csv", "/Users/ada", "x.csv"),
        ("/Users/ada/x.csv", "/srv/project", "~/x.csv"),
        ("/Users/ada/x.csv", "/Users/bob/project", "~/x.csv"),
        ("/Users/bob/x.csv", "/Users/ada/project", "../../bob/x.csv"),
        ("/srv/data/x.csv", "/Users/ada/project", "file:///srv/data/x.csv"),
        ("/srv/a b.csv", "/Users/ada/project", "file:///srv/a%20b.csv"),
        ("/data/x.csv", "/", "data/x.csv"),
        ("/p/~x.csv", "/p", "./~x.csv"),
        ("/p/file:x", "/p", "./file:x"),
        ("/p", "/p", "."),
    ],
)
def test_a_file_is_named_as_seen_from_the_notebook(path, folder, name):
    assert portable(Path(path), Path(folder)) == name


@given(_PATHS, _PATHS)
@example(Path("/p/~"), Path("/p"))
@example(Path("/p/file:/x"), Path("/p"))
@example(Path("/Users/ada"), Path("/srv"))
@example(Path(os.fsdecode(b"/p/~/\xff")), Path("/p"))
@example(Path(os.fsdecode(b"/Users/ada/\xff")), Path("/srv"))
def test_a_name_leads_back_to_its_file(path, folder):
    assert located(portable(path, folder), folder) == path


@given(_PATHS, _PATHS)
def test_a_name_can_be_written_as_json(path, folder):
    assert msgspec.json.decode(msgspec.json.encode(portable(path, folder))) == portable(path, folder)


def test_a_name_outlives_a_move_of_project_and_home(monkeypatch):
    name = portable(HOME / "data/x.csv", HOME / "project")
    monkeypatch.setenv("HOME", "/Users/ada")
    assert located(name, Path("/Users/ada/elsewhere")) == Path("/Users/ada/data/x.csv")


def test_without_a_home_folder_files_elsewhere_are_named_by_their_uri(monkeypatch):
    monkeypatch.setenv("HOME", "/")
    assert portable(Path("/srv/x.csv"), Path("/projects/one")) == "file:///srv/x.csv"


def test_a_uri_that_names_this_machine_is_understood():
    assert located("file://localhost/srv/x.csv", Path("/p")) == Path("/srv/x.csv")
