"""`jupyter repro kernel`, as a user runs it."""

from __future__ import annotations

from conftest import inside


def test_install_says_where_and_how_to_choose_it(tmp_path):
    done = inside("kernel", "install", "--user", JUPYTER_DATA_DIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"python3-repro installed in {tmp_path / 'kernels' / 'python3-repro'}",
        '  choose "Python 3 (reproducible)" in JupyterLab: Kernel > Change Kernel…',
    ]


def test_a_prefix_that_jupyter_does_not_look_in_is_reported_with_what_to_set(tmp_path):
    done = inside("kernel", "install", "--prefix", tmp_path, "--name", "ours", "--display-name", "Ours")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == [
        '  choose "Ours" in JupyterLab: Kernel > Change Kernel…',
        f"  Jupyter does not look there; add it: export JUPYTER_PATH={tmp_path}/share/jupyter",
    ]


def test_uninstall_takes_away_what_install_wrote(tmp_path):
    inside("kernel", "install", "--user", JUPYTER_DATA_DIR=str(tmp_path))
    done = inside("kernel", "uninstall", JUPYTER_DATA_DIR=str(tmp_path))
    assert done.returncode == 0
    assert done.stdout == f"python3-repro removed from {tmp_path / 'kernels' / 'python3-repro'}\n"
    assert list((tmp_path / "kernels").iterdir()) == []


def test_uninstalling_twice_is_reported_in_two_lines(tmp_path):
    done = inside("kernel", "uninstall", JUPYTER_DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "there is no kernel 'python3-repro' on this machine.",
        "  see those there are with: jupyter kernelspec list",
    ]


def test_a_folder_that_cannot_be_written_is_no_traceback(tmp_path):
    (tmp_path / "share").write_text("")
    done = inside("kernel", "install", "--prefix", tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines()[1:] == [
        "  install it for you alone with: jupyter repro kernel install --user"
    ]


def test_two_places_at_a_time_are_wrong_usage(tmp_path):
    done = inside("kernel", "install", "--user", "--prefix", tmp_path)
    assert done.returncode == 2
    assert "choose one of --user, --sys-prefix and --prefix" in done.stderr
    assert not (tmp_path / "share").exists()
