"""What a snapshot says of the files that its notebook wrote."""

from __future__ import annotations

import os
import sqlite3

from conftest import written

import jupyter_repro
from jupyter_repro.digest import digest_file
from jupyter_repro.records.data_use import DataUse, FileRead
from jupyter_repro.taking_snapshots.written_files import MOST_WRITTEN, written_files


def test_a_snapshot_names_what_the_notebook_wrote_however_it_did(tmp_path):
    (tmp_path / "state.txt").write_text("1")
    with sqlite3.connect(tmp_path / "shop.db") as database:
        database.execute("create table orders (price)")
    path = written(
        tmp_path / "a.ipynb",
        "open('plain.txt', 'w').write('1')",
        "import os\nopen('aside.tmp', 'w').write('1')\nos.replace('aside.tmp', 'renamed.txt')",
        "open('gone.txt', 'w').write('1')\nos.remove('gone.txt')",
        "state = open('state.txt').read()\nopen('state.txt', 'w').write(state)",
        "import sqlite3\nwith sqlite3.connect('shop.db') as shop: shop.execute('insert into orders values (1)')",
        "with sqlite3.connect('new.db') as new: new.execute('create table t (x)')",
    )
    context = jupyter_repro.snapshot(path).context
    assert context.written == ("new.db", "plain.txt", "renamed.txt", "shop.db", "state.txt")
    assert {"shop.db", "state.txt"} <= context.data.keys()
    assert "new.db" not in context.data


def test_a_database_that_was_only_read_is_no_result(tmp_path):
    database = tmp_path / "shop.db"
    database.write_text("1")
    read = FileRead(str(database), digest=digest_file(database))
    assert written_files(DataUse(files=(read,)), tmp_path) == ()
    database.write_text("2")
    assert written_files(DataUse(files=(read,)), tmp_path) == ("shop.db",)


def test_a_file_that_was_rewritten_as_it_was_is_a_result(tmp_path):
    file = tmp_path / "state.txt"
    file.write_text("1")
    read = FileRead(str(file), digest=digest_file(file), rewritten=True)
    assert written_files(DataUse(files=(read,)), tmp_path) == ("state.txt",)


def test_what_is_left_among_temporary_files_is_no_result(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    (tmp_path / "tmp1234").write_text("1")
    folder = tmp_path / "project" / "notebooks"
    folder.mkdir(parents=True)
    result = folder.parent / "result.txt"
    result.write_text("1")
    found = DataUse(written=(str(tmp_path / "tmp1234"), str(result)))
    assert written_files(found, folder) == ("../result.txt",)


def test_of_very_many_results_their_folders_are_named(tmp_path):
    (tmp_path / "tiles").mkdir()
    paths = [tmp_path / "tiles" / f"{number}.png" for number in range(MOST_WRITTEN + 1)]
    for path in paths:
        path.touch()
    assert written_files(DataUse(written=tuple(map(os.fspath, paths))), tmp_path) == ("tiles/",)
