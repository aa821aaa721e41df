import sys
from types import ModuleType

import pytest

from jupyter_repro.recording.imported_modules import LoadedModules


@pytest.fixture
def loaded() -> LoadedModules:
    modules = LoadedModules()
    modules.new()
    return modules


def test_a_module_is_new_once(loaded: LoadedModules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "a_new_module", ModuleType("a_new_module"))
    assert loaded.new() == {"a_new_module"}
    assert loaded.new() == set()


def test_a_module_is_new_though_another_one_was_removed(
    loaded: LoadedModules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "removed", ModuleType("removed"))
    loaded.new()
    monkeypatch.delitem(sys.modules, "removed")
    monkeypatch.setitem(sys.modules, "another", ModuleType("another"))
    assert loaded.new() == {"another"}


def test_a_module_that_is_loaded_again_is_new_again(
    loaded: LoadedModules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "again", ModuleType("again"))
    loaded.new()
    monkeypatch.delitem(sys.modules, "again")
    loaded.new()
    monkeypatch.setitem(sys.modules, "again", ModuleType("again"))
    assert loaded.new() == {"again"}
