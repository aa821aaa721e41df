"""Extension points, with a plug-in that is really installed for them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from live import session

from jupyter_repro.extensions.registry import parts, registered

GROUPS = ["pins", "probes", "collectors", "comparators", "data_sources", "executors", "reporters", "sweepers"]

PLUGIN = """
class DicePin:
    module = "dice"
    def apply(self, seed):
        import dice
        dice.state = seed
        return lambda: None
"""


@pytest.mark.parametrize("group", GROUPS)
def test_the_built_ins_are_registered_as_a_strangers_plug_in_is(group):
    assert registered(group)
    assert parts(group).keys() == {entry.name for entry in registered(group)}


@pytest.fixture
def site(tmp_path):
    """A folder that holds two installed distributions: a good plug-in, and one that cannot be imported."""
    (tmp_path / "dice_pin.py").write_text(PLUGIN)
    (tmp_path / "dice.py").write_text("state = None\n")
    for name, target in (("dice", "dice_pin:DicePin"), ("broken", "not_there:Pin")):
        info = tmp_path / f"{name}_plugin-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-plugin\nVersion: 1.0\n")
        groups = [
            f"[jupyter_repro.{group}]\n{name} = {target}\n" for group in ("pins", "probes", "collectors")
        ]
        (info / "entry_points.txt").write_text("\n".join(groups[:1] if name == "dice" else groups))
    return tmp_path


def test_a_strangers_pin_is_applied_like_a_built_in_one(site):
    code = "from jupyter_repro import pin; pin(7); import dice; print(dice.state)"
    done = subprocess.run([sys.executable, "-c", code], cwd=site, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "7"


def test_a_plug_in_that_cannot_be_imported_raises_nothing_into_the_notebook_and_is_reported(site):
    with session(site, PYTHONPATH=str(site)) as live:
        assert live.shown("%load_ext jupyter_repro") == ""
        assert "broken (not pinned: ModuleNotFoundError" in live.shown("%repro pin 3")
        assert live.shown("import random; random.random()") == "0.23796462709189137"
        assert "problem    broken: ModuleNotFoundError" in live.shown("%repro status")
