from __future__ import annotations

import pytest

from jupyter_repro.digest import digest_text
from jupyter_repro.errors import ReproError
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying.unchanged.verified_store import VerifiedStore

KEY, VERDICT = digest_text("a"), Verdict("a.ipynb", "identical")


@pytest.fixture
def store(tmp_path):
    return VerifiedStore(str(tmp_path / "store"))


def entries(store):
    return [each for each in store._files.find(store._root) if not each.endswith("about.json")]


def test_what_is_put_is_restored(store):
    assert store.get(KEY) is None
    store.put(KEY, VERDICT)
    assert store.get(KEY).verdict == VERDICT
    assert store.get(digest_text("b")) is None


def test_any_address_of_fsspec_will_do():
    store = VerifiedStore("memory://verified")
    store.put(KEY, VERDICT)
    assert VerifiedStore("memory://verified").get(KEY).verdict == VERDICT


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"key": 1}', b"\xff\xfe"])
def test_a_damaged_entry_is_none_and_is_named(store, content):
    store.put(KEY, VERDICT)
    (name,) = entries(store)
    store._files.pipe_file(name, content)
    assert store.get(KEY) is None
    assert store.damaged == {name}
    store.put(KEY, VERDICT)
    assert store.get(KEY).verdict == VERDICT


def test_an_entry_under_the_name_of_another_is_none(store):
    store.put(KEY, VERDICT)
    (name,) = entries(store)
    other = digest_text("b")
    store.put(other, VERDICT)
    store._files.copy(name, next(each for each in entries(store) if each != name))
    assert store.get(other) is None


def test_nothing_is_left_beside_an_entry(store):
    for _ in range(3):
        store.put(KEY, VERDICT)
    assert len(entries(store)) == 1


def test_a_store_of_another_version_is_refused(tmp_path):
    VerifiedStore(str(tmp_path))
    (tmp_path / "about.json").write_text('{"schema": "jupyter-repro/verified@9"}')
    with pytest.raises(ReproError, match="is a store of jupyter-repro/verified@9, not of"):
        VerifiedStore(str(tmp_path))


@pytest.mark.parametrize("address", ["/dev/null/store", "nothing-opens-this://x"])
def test_a_store_that_cannot_be_reached_is_named(address):
    with pytest.raises(ReproError, match="cannot be used"):
        VerifiedStore(address)
