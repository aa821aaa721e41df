"""Parts that wait for a library are loaded when it is first imported, and never before."""

from __future__ import annotations

import pytest
from live import session

from jupyter_repro.extensions.registry import registered


@pytest.mark.parametrize("group", ["data_readers", "trackers"])
def test_each_module_that_a_part_watches_comes_with_a_library_that_the_part_is_named_after(group):
    names: dict[str, set[str]] = {}
    for entry in registered(group):
        names.setdefault(entry.value, set()).add(entry.name)
    parts = {entry.value: entry.load()() for entry in registered(group)}
    without = [
        module
        for value, part in parts.items()
        for module in getattr(part, "modules", ())
        if not any(f"{module}.".startswith(f"{name}.") for name in names[value])
    ]
    assert without == []


PLUGIN = """
class Reader:
    modules = ("dice.files", "dice.nets")
    def start(self, module, notes):
        __import__("builtins").seen.append(module)
"""
ENTRIES = """
[jupyter_repro.data_readers]
dice = dice_reader:Reader
cards = not_there:Reader
"""


@pytest.fixture
def kernel(tmp_path):
    """One for which a plug-in is installed that waits for `dice`, and one that cannot be loaded."""
    info = tmp_path / "dice_plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dice-plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRIES)
    (tmp_path / "dice_reader.py").write_text(PLUGIN)
    (tmp_path / "dice").mkdir()
    for name in ("__init__", "files", "nets"):
        (tmp_path / "dice" / f"{name}.py").write_text("")
    (tmp_path / "cards.py").write_text("")
    with session(tmp_path, PYTHONPATH=str(tmp_path)) as live:
        live.run("import builtins, sys; builtins.seen = []")
        live.run("%load_ext jupyter_repro")
        yield live


def test_a_part_is_loaded_with_its_library_and_started_with_each_of_its_modules(kernel):
    assert kernel.value("'dice_reader' in sys.modules") is False
    kernel.run("import dice")
    assert kernel.value("('dice_reader' in sys.modules, seen)") == (True, [])
    kernel.run("import dice.nets, dice.files")
    assert kernel.value("seen") == ["dice.nets", "dice.files"]


def test_a_part_that_cannot_be_loaded_raises_nothing_into_the_import(kernel):
    assert kernel.shown("import cards; print('imported')") == "imported\n"
    assert "cards: ModuleNotFoundError" in kernel.shown("%repro status")


def test_what_is_loaded_for_a_library_is_no_import_of_the_notebook(kernel):
    kernel.run("import dice")
    imported = kernel.value(
        "__import__('jupyter_repro.recording.kernel', fromlist=['current']).current()._imported"
    )
    assert "dice" in imported
    assert "dice_reader" not in imported
