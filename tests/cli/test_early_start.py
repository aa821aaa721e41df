import os
import sys

import pytest
from conftest import written

import jupyter_repro
from jupyter_repro.cli.early_start import start_early
from jupyter_repro.executing.warm_kernels.warm_servers import WARM

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    path = written(tmp_path_factory.mktemp("early") / "a.ipynb", "print(1)")
    jupyter_repro.snapshot(path)
    return path


@pytest.fixture
def started(monkeypatch):
    """The keys of the servers that were asked for."""
    asked = []

    def address(_, key):
        asked.append(key)
        return ""  # where none can be started

    monkeypatch.setattr(type(WARM), "address", address)
    monkeypatch.setattr(WARM, "_unusable", set())
    return asked


@pytest.mark.parametrize("words", [["verify", "{}"], ["verify", "--strict", "{}"]])
def test_it_starts_what_the_verification_asks_for(recorded, started, words):
    start_early([word.format(recorded) for word in words])
    asked_early = list(started)
    started.clear()
    jupyter_repro.verify(recorded)
    assert asked_early == started
    assert asked_early[0][0] == (sys.executable,)


def test_of_a_folder_it_is_the_first_notebook(recorded, started):
    start_early(["verify", str(recorded.parent)])
    assert len(started) == 1


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["show", "{}"],
        ["verify"],
        ["verify", "nowhere.ipynb"],
        ["verify", "https://host/a.ipynb"],
        ["verify", "{}", "--isolated"],
        ["verify", "{}", "--changed"],
        ["verify", "{}", "--kernel=other"],
    ],
)
def test_it_starts_nothing_where_that_is_not_clear(recorded, started, words):
    start_early([word.format(recorded) for word in words])
    assert started == []


def test_it_does_not_mind_what_is_damaged(recorded, started, tmp_path):
    (tmp_path / "a.ipynb").write_text("{")
    (tmp_path / "a.repro.json").write_text("{")
    start_early(["verify", str(tmp_path / "a.ipynb")])
    assert started == []
