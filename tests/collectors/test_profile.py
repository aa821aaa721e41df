from __future__ import annotations

from live import session

from jupyter_repro.collectors.profile import ProfileCollector
from jupyter_repro.verdicts import ContextChange

COLLECTED = "__import__('jupyter_repro.collectors.profile', fromlist=['x']).ProfileCollector().collect(None)"


def test_startup_files_and_configuration_are_recorded_by_their_names(tmp_path):
    profile = tmp_path / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "startup" / "00-mine.py").write_text("rate = 0.3\n")
    (profile / "ipython_config.py").write_text("c.InteractiveShell.ast_node_interactivity = 'all'\n")
    with session(tmp_path, IPYTHONDIR=str(tmp_path)) as kernel:
        found = kernel.value(COLLECTED)
    assert set(found) >= {"startup/00-mine.py", "ipython_config.py"}
    assert all(digest.startswith("blake3:") for digest in found.values())


def test_what_a_notebook_takes_from_store_is_recorded(tmp_path):
    with session(tmp_path, IPYTHONDIR=str(tmp_path)) as kernel:
        assert "%store x" not in kernel.value(COLLECTED)
        kernel.run("x = 5\n%store x")
        assert "%store x" in kernel.value(COLLECTED)


def test_a_file_that_is_gone_new_or_changed_is_a_change():
    recorded, found = {"a": "blake3:1", "b": "blake3:2"}, {"b": "blake3:3", "c": "blake3:4"}
    assert list(ProfileCollector().changes(recorded, found)) == [
        ContextChange("profile", "a", "blake3:1", "missing"),
        ContextChange("profile", "b", "blake3:2", "blake3:3"),
        ContextChange("profile", "c", "missing", "blake3:4"),
    ]
