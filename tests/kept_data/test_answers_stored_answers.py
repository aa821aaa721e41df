"""What a database answered, kept with the snapshot and read again."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import timedelta

import pytest
from conftest import inside, written

from jupyter_repro.data_sources.sql.sqlite import SqliteSource
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.extensions.data import Wish
from jupyter_repro.kept_data.answers.stored_answers import (
    answers_of,
    has_answer,
    may_be_kept,
    restored_answer,
    set_down,
    taken_up,
)
from jupyter_repro.kept_data.collecting import collect
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.kept_data.places import kept_folder
from jupyter_repro.kept_data.references import answers
from jupyter_repro.kept_data.remotes import remote_at
from jupyter_repro.kept_data.transfer import pull, push
from jupyter_repro.kept_data.whereabouts import IN_STORE, KEPT, whereabouts
from jupyter_repro.records.snapshot import Context, DataFile, DataVersion, Snapshot
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, encode_snapshot, snapshot_path

NAME = "sqlite:///shop.db#orders"
CELLS = (
    f"%load_ext jupyter_repro\n%repro data '{NAME}' --as now\nnow.price.sum()",
    f"%repro data '{NAME}@at' --asof 2026-01-02 --as then\nthen.price.sum()",
)


def changed(folder, *statements):
    with closing(sqlite3.connect(folder / "shop.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def shop(tmp_path):
    """A folder with a database of two orders."""
    folder = tmp_path / "shop"
    folder.mkdir()
    rows = "insert into orders values (1.5, '2026-01-01'), (2.5, '2026-01-03')"
    changed(folder, "create table orders (price, at)", rows)
    return folder


def test_a_notebook_runs_again_on_what_the_database_answered(shop):
    path = written(shop / "a.ipynb", *CELLS)
    assert "2 answers of a database kept" in inside("snapshot", "a.ipynb", cwd=shop).stdout
    assert inside("verify", "a.ipynb", cwd=shop).returncode == 0
    changed(shop, "update orders set price = 7")
    reported = inside("verify", "a.ipynb", cwd=shop).stdout
    assert "holds other data than when it was recorded (2 rows as before)" in reported
    replay = "jupyter repro verify --recorded-data a.ipynb"
    assert f"run it on that answer with: {replay}" in reported
    (shop / "shop.db").rename(shop / "gone")
    assert inside("verify", "--recorded-data", "a.ipynb", cwd=shop).returncode == 0
    reported = inside("restore", "--data", "a.ipynb", cwd=shop)
    assert reported.returncode == 1
    assert f"its recorded answer is kept\n  → run it on that answer with: {replay}" in reported.stdout
    (shop / "gone").rename(shop / "shop.db")
    assert inside("verify", "--recorded-data", "a.ipynb", cwd=shop).returncode == 0
    changed(shop, "update orders set price = 1.5 where at < '2026-01-02'")
    assert (
        f"✓ {NAME}@at answers as it was recorded" in inside("restore", "--data", "a.ipynb", cwd=shop).stdout
    )
    versions = [
        file.version for file in decode_snapshot(snapshot_path(path).read_bytes(), path).context.data.values()
    ]
    assert all(map(has_answer, versions))
    assert list((kept_folder() / "answers").iterdir()) == []


def test_what_the_settings_do_not_let_be_kept_is_not_set_down(shop):
    (shop / "pyproject.toml").write_text("[tool.jupyter-repro.data]\nkeep = 'never'\n")
    path = written(shop / "a.ipynb", *CELLS)
    assert "kept" not in inside("snapshot", path).stdout
    assert ".answer" not in snapshot_path(path).read_text()
    assert not (kept_folder() / "answers").exists()


@pytest.mark.parametrize(
    ("settings", "size", "kept"),
    [
        ("", 10_000_000, True),
        ("", 10_000_001, False),
        ("keep = 'always'", 10_000_001, True),
        ("keep = 'never'", 1, False),
        ("rules = [{name = 'sqlite:*', keep = 'never'}]", 1, False),
    ],
)
def test_the_settings_say_what_is_kept(tmp_path, settings, size, kept):
    (tmp_path / "pyproject.toml").write_text(f"[tool.jupyter-repro.data]\n{settings}\n")
    assert may_be_kept(NAME, size, tmp_path) == kept


def asked(folder, content):
    """A snapshot of which the kernel has set down this answer."""
    digest = set_down(content)
    data = {NAME: DataFile("blake3:" + "1" * 64, 5, version=DataVersion("blake3:" + "1" * 64, answer=digest))}
    made = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(data=data))
    snapshot_path(folder / "a.ipynb").write_bytes(encode_snapshot(made))
    return made


def answer(folder):
    source = SqliteSource()
    return source.answer(source.resolve(NAME, Wish(), folder).version)


def test_an_answer_goes_to_the_remote_and_comes_back(shop, cache):
    content, remote = answer(shop), remote_at(str(shop / "remote"))
    made = asked(shop, content)
    data = made.context.data
    assert keep_snapshot(shop / "a.ipynb", made).lines() == [
        f"1 answer of a database kept ({len(content)} B new)"
    ]
    assert whereabouts(made.context, shop)[0].places == (KEPT, IN_STORE)
    assert push(answers(data), remote).files == 1
    cache.rename(shop / "another machine's")
    assert not has_answer(data[NAME].version)
    assert restored_answer(data[NAME].version.answer, shop) is None
    assert pull(answers(data), remote, snapshot_path(shop / "a.ipynb")).files == 1
    assert restored_answer(data[NAME].version.answer, shop).columns == ("price", "at")


def test_the_recorded_answer_is_read_though_the_database_has_another(shop):
    source, content = SqliteSource(), answer(shop)
    then = source.resolve(NAME, Wish(), shop)
    keep_snapshot(shop / "a.ipynb", asked(shop, content))
    changed(shop, "delete from orders")
    with pytest.raises(NoSuchVersion):
        source.resolve(NAME, Wish(version=then.version.id), shop)
    again = source.resolve(NAME, Wish(version=then.version.id, answer=set_down(content)), shop)
    assert again == then
    assert list(source.table(NAME, again.version, shop).price) == [1.5, 2.5]


def test_of_a_table_that_the_database_keeps_the_history_of_nothing_is_kept(shop):
    source = SqliteSource()
    found = source.resolve(f"{NAME} for system_time", Wish(), shop)
    assert source.answer(found.version) is None


def test_collecting_takes_an_answer_without_a_snapshot_and_no_other(shop):
    made = asked(shop, answer(shop))
    keep_snapshot(shop / "a.ipynb", made)
    set_down(b"of a session that was never recorded")
    time.sleep(0.06)
    collect(timedelta(0))
    assert list((kept_folder() / "answers").iterdir()) == []
    assert has_answer(made.context.data[NAME].version)


def test_an_answer_is_readable_by_its_owner_alone_and_set_down_once(shop):
    made = asked(shop, b"1")
    assert set_down(b"1") == set_down(b"1")
    ((place, _),) = answers_of(made.context.data).items()
    assert (
        place.stat().st_mode & 0o077
        == place.parent.stat().st_mode & 0o077
        == kept_folder().stat().st_mode & 0o077
        == 0
    )
    taken_up([place])
    assert answers_of(made.context.data) == {}


def test_a_digest_of_nothing_is_no_answer(shop):
    keep_snapshot(shop / "a.ipynb", asked(shop, answer(shop)))
    assert not has_answer(None)
    assert not has_answer(DataVersion("1"))
    assert restored_answer("", shop) is None
