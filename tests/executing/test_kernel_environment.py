"""Which pins a kernel is started with."""

from __future__ import annotations

import pytest
from conftest import written

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.executing.kernel_environment import kernel_environment, notebook_of
from jupyter_repro.records.snapshot import Context, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path


@pytest.fixture
def notebook(tmp_path):
    return written(tmp_path / "sub" / "a.ipynb", "1")


def recorded(notebook, seed=None, **environment):
    context = Context(seed=seed, environment=environment)
    snapshot = Snapshot(notebook.name, "2026-01-01T00:00:00Z", "python3", "python", (), context)
    snapshot_path(notebook).write_bytes(encode_snapshot(snapshot))


def settings(folder, text):
    (folder / "pyproject.toml").write_text(f"[tool.jupyter-repro]\n{text}\n")


def pins(notebook, **environ):
    return kernel_environment({"JPY_SESSION_NAME": str(notebook), **environ}, notebook.parent)


@pytest.mark.parametrize("said", ["{}", "sub/a.ipynb", "a.ipynb"], ids=["absolute", "below the root", "name"])
def test_the_server_says_which_notebook_in_one_of_three_ways(notebook, said):
    name = said.format(notebook)
    assert notebook_of({"JPY_SESSION_NAME": name}, notebook.parent) == notebook


@pytest.mark.parametrize("said", ["", "console-1", "gone.ipynb", "a.py"])
def test_a_console_a_file_and_a_renamed_notebook_are_no_notebook(notebook, said):
    (notebook.parent / "a.py").write_text("")
    assert notebook_of({"JPY_SESSION_NAME": said}, notebook.parent) is None


def test_the_recorded_environment_is_replayed(notebook):
    recorded(notebook, 7, PYTHONHASHSEED="3", TZ="Pacific/Apia", OMP_NUM_THREADS="5")
    found = pins(notebook, TZ="UTC", OMP_NUM_THREADS="2", PYTHONHASHSEED="0")
    assert (found["PYTHONHASHSEED"], found["TZ"], found["OMP_NUM_THREADS"]) == ("3", "Pacific/Apia", "5")


def test_the_seed_is_the_snapshots_then_the_projects_then_42(notebook):
    assert pins(notebook)["PYTHONHASHSEED"] == "42"
    settings(notebook.parent, "seed = 9")
    assert pins(notebook)["PYTHONHASHSEED"] == "9"
    recorded(notebook)
    assert pins(notebook)["PYTHONHASHSEED"] == "9"
    recorded(notebook, 7)
    assert pins(notebook)["PYTHONHASHSEED"] == "7"


def test_without_a_notebook_the_settings_of_the_folder_hold(tmp_path):
    settings(tmp_path, "seed = 9")
    assert kernel_environment({}, tmp_path)["PYTHONHASHSEED"] == "9"


def test_nothing_is_set_in_kernels_of_our_own_runner(notebook):
    recorded(notebook, 7)
    assert pins(notebook, JUPYTER_REPRO_MODE="run") == {}


def test_a_snapshot_sets_no_variable_that_we_do_not_record(notebook):
    recorded(notebook, 7, PYTHONSTARTUP="evil.py", LD_PRELOAD="evil.so", TZ="UTC")
    assert not {"PYTHONSTARTUP", "LD_PRELOAD"} & pins(notebook).keys()


@pytest.mark.parametrize("value", ["banana", "-1", "4294967296", "", "٣"])
def test_a_hash_seed_that_python_would_not_start_with_is_reported(notebook, value):
    recorded(notebook, 7, PYTHONHASHSEED=value)
    with pytest.raises(UnreadableInput, match="no kernel starts with PYTHONHASHSEED"):
        pins(notebook)


@pytest.mark.parametrize("value", ["UTC\0", "U\nTC"])
def test_a_value_that_no_process_takes_is_reported(notebook, value):
    recorded(notebook, 7, TZ=value)
    with pytest.raises(UnreadableInput, match="no kernel starts with TZ"):
        pins(notebook)
