"""A hand-over, from the author's folder to a receiver who has the bundle alone; on a real environment built by uv."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress

import msgspec
import pytest
from conftest import command, inside, tree, written
from crate_terms import faults

import jupyter_repro
from jupyter_repro.environments.uv import run_uv
from jupyter_repro.handing_over.handoff import Handoff, hand_over
from jupyter_repro.handing_over.received import is_bundle
from jupyter_repro.handing_over.unpacking import unpack
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verifying import notebook as one

CELLS = (
    "import os, random, six\nfrom local import scale\nprint(six.__version__, random.random())",
    "scale(sum(map(int, open('../data/numbers.txt'))))",
    "os.environ.get('ONLY_HERE', 'unset'), os.path.exists(os.path.expanduser('~/planted'))",
)


@pytest.fixture(scope="module")
def author(tmp_path_factory):
    """A project with a recorded notebook, data above its folder, a local module and a setting."""
    folder = tmp_path_factory.mktemp("author") / "project"
    notebook = written(folder / "notebooks" / "a.ipynb", *CELLS)
    (folder / "data").mkdir()
    (folder / "data" / "numbers.txt").write_text("1\n2\n3\n")
    (folder / "notebooks" / "local.py").write_text("def scale(number):\n    return number * 7\n")
    (folder / "notebooks" / "unused.py").write_text("")
    (folder / "pyproject.toml").write_text("[tool.jupyter-repro]\nlock = 'requirements'\n")
    jupyter_repro.snapshot(notebook)
    return notebook


@pytest.fixture(scope="module")
def bundle(author, tmp_path_factory):
    """Its bundle, in a folder of its own."""
    place = tmp_path_factory.mktemp("sent") / "a.repro.zip"
    done = hand_over(author, Handoff(place), one.Options())
    assert (done.verdict.status, done.bundle, done.left_out) == ("identical", place, ())
    return place


def names(bundle):
    with zipfile.ZipFile(bundle) as archive:
        return set(archive.namelist())


def test_it_holds_what_the_result_depends_on_and_nothing_else(bundle):
    assert names(bundle) == {
        "README.md",
        "binder/postBuild",
        "binder/requirements.txt",
        "binder/runtime.txt",
        "binder/start",
        "checksums.b3",
        "project/data/numbers.txt",
        "project/notebooks/a.ipynb",
        "project/notebooks/a.repro.json",
        "project/notebooks/a.requirements.txt",
        "project/notebooks/local.py",
        "project/pyproject.toml",
        "report.html",
        "ro-crate-metadata.json",
    }


def test_the_same_project_is_the_same_bytes(author, bundle, tmp_path):
    again = tmp_path / "b.repro.zip"
    hand_over(author, Handoff(again), one.Options())
    assert again.read_bytes() == bundle.read_bytes()


def test_the_crate_is_valid_by_the_profile_workflow_run(bundle, tmp_path):
    unpack(bundle, tmp_path / "crate")
    assert faults(tmp_path / "crate") == []


def test_the_receiver_needs_the_bundle_alone(author, bundle, tmp_path):
    shutil.copy(bundle, tmp_path / "a.repro.zip")
    away = author.parents[1].rename(author.parents[1].with_name("moved away"))
    try:
        done = command("verify", "a.repro.zip", cwd=tmp_path, ONLY_HERE="1")
    finally:
        away.rename(author.parents[1])
    assert done.returncode == 0, done.stdout
    assert "a.repro.zip identical" in done.stdout
    assert "recorded on " in done.stdout
    assert list(tree(tmp_path)) == ["a.repro.zip"]


def test_without_network_it_is_the_same(bundle):
    done = inside("verify", "--no-network", bundle)
    if "does not let a program be run without network" in done.stdout:
        pytest.skip("this system cannot take the network from a program")
    assert done.returncode == 0, done.stdout


def test_a_kernel_without_network_reaches_nothing(author, tmp_path):
    project = shutil.copytree(author.parents[1], tmp_path / "project")
    call = "socket.create_connection(('192.0.2.1', 9), 2)"
    source = f"import socket\ntry:\n    {call}\nexcept OSError as error:\n    print(error.errno)"
    notebook = written(project / "notebooks" / "a.ipynb", source)
    jupyter_repro.snapshot(notebook)
    done = inside("verify", "--no-network", notebook)
    if "does not let a program be run without network" in done.stdout:
        pytest.skip("this system cannot take the network from a program")
    assert f"became {errno.ENETUNREACH}" in done.stdout


def test_what_is_not_recorded_is_not_there_in_isolation(author, tmp_path):
    project = shutil.copytree(author.parents[1], tmp_path / "project")
    notebook = written(project / "notebooks" / "a.ipynb", "import glob", "glob.glob('unus*')")
    jupyter_repro.snapshot(notebook)
    assert jupyter_repro.verify(notebook).status == "identical"
    done = inside("verify", "--isolated", notebook, ONLY_HERE="1")
    assert "[2], output 0 (text/plain)" in done.stdout


def test_a_notebook_that_does_not_verify_is_not_packed(author, tmp_path):
    project = shutil.copytree(author.parents[1], tmp_path / "project")
    (project / "data" / "numbers.txt").write_text("4\n")
    done = inside("handoff", project / "notebooks" / "a.ipynb", cwd=tmp_path)
    assert done.returncode == 1
    assert "nothing was packed" in done.stderr
    assert not list(tmp_path.rglob("*.repro.zip"))


def test_large_data_stays_where_it_is_and_is_named(author, tmp_path):
    done = inside("handoff", author, "--data-limit", "0.000001", "-o", tmp_path / "a.repro.zip")
    assert "not in it, only its digest: data/numbers.txt" in done.stdout
    assert "project/data/numbers.txt" not in names(tmp_path / "a.repro.zip")
    done = inside("verify", tmp_path / "a.repro.zip")
    assert done.returncode in {1, 3}
    assert "../data/numbers.txt" in done.stdout


def test_two_copies_of_a_commit_that_was_never_verified_give_the_same_bytes(author, tmp_path):
    bundles = []
    for name in ("one", "two"):
        notebook = shutil.copytree(author.parents[1], tmp_path / name / "project") / "notebooks" / "a.ipynb"
        snapshot = load_snapshot(notebook)
        fresh = msgspec.structs.replace(snapshot, verified=False, verified_at="", verified_commit="")
        snapshot_path(notebook).write_bytes(encode_snapshot(fresh))
        done = hand_over(notebook, Handoff(), one.Options())
        assert load_snapshot(notebook).verified_at
        bundles.append(done.bundle.read_bytes())
    assert bundles[0] == bundles[1]


def test_a_local_package_goes_along_as_a_wheel(author, tmp_path):
    project = shutil.copytree(author.parents[1], tmp_path / "project")
    source = project / "thing"
    (source / "src" / "thing").mkdir(parents=True)
    (source / "src" / "thing" / "__init__.py").write_text("ANSWER = 42\n")
    (source / "pyproject.toml").write_text(
        "[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n"
        "[project]\nname = 'thing'\nversion = '1.0'\n"
    )
    python = tmp_path / "python"
    run_uv("venv", "--quiet", python, what="no environment")
    into = ("--quiet", "--python", python / "bin" / "python")
    run_uv("pip", "install", *into, "ipykernel", "-e", source, "-e", _checkout(), what="nothing installed")
    kernels = tmp_path / "jupyter" / "kernels" / "other"
    kernels.mkdir(parents=True)
    spec = f'{{"argv": ["{python}/bin/python", "-m", "ipykernel_launcher", "-f", "{{connection_file}}"],'
    (kernels / "kernel.json").write_text(spec + '"display_name": "other", "language": "python"}')
    notebook = written(project / "notebooks" / "b.ipynb", "import thing\nthing.ANSWER", kernel="other")
    here = {"JUPYTER_PATH": str(tmp_path / "jupyter"), "JUPYTER_REPRO_LOCK": "requirements"}
    assert inside("snapshot", notebook, **here).returncode == 0
    done = inside("handoff", notebook, "-o", tmp_path / "b.repro.zip", **here)
    assert done.returncode == 0, done.stdout + done.stderr
    assert any(name.startswith("wheels/thing-1.0-") for name in names(tmp_path / "b.repro.zip"))
    shutil.rmtree(source)
    assert inside("verify", tmp_path / "b.repro.zip").returncode == 0


def _checkout():
    from pathlib import Path

    return Path(jupyter_repro.__file__).parents[1]


def test_a_local_package_that_does_not_build_or_is_gone_is_named(tmp_path):
    from jupyter_repro.environments.local_wheels import wheels_of
    from jupyter_repro.errors import ReproError
    from jupyter_repro.records.snapshot import Context, Origin, Packages

    context = Context(packages=Packages(origins={"thing": Origin(address="thing", editable=True)}))
    with pytest.raises(ReproError, match="the local package thing is no longer in thing"):
        wheels_of(context, tmp_path, tmp_path / "wheels")
    (tmp_path / "thing").mkdir()
    (tmp_path / "thing" / "pyproject.toml").write_text("[project]\nname = 'thing'\n")
    with pytest.raises(ReproError, match="the local package thing does not build: "):
        wheels_of(context, tmp_path, tmp_path / "wheels")


def test_an_unpacked_bundle_is_a_project_that_verifies(bundle, tmp_path):
    done = inside("open", bundle, "--no-lab", cwd=tmp_path)
    assert done.returncode == 0
    notebook = tmp_path / "a" / "project" / "notebooks" / "a.ipynb"
    assert inside("verify", notebook).returncode == 0


def ended(server):
    """Ask it to end until it does: a signal that comes while it writes its log is lost in Jupyter Server."""
    for _ in range(12):
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.communicate(timeout=5)
            return
    server.kill()
    raise AssertionError("the server does not end")


def test_a_bundle_that_a_browser_renamed_is_a_bundle(bundle, tmp_path):
    renamed = tmp_path / "houses.repro (1).zip"
    renamed.write_bytes(bundle.read_bytes())
    other = tmp_path / "notes.zip"
    other.write_text("no archive")
    assert is_bundle(renamed)
    assert not is_bundle(other)


def test_a_bundle_is_opened_in_jupyterlab(bundle, tmp_path):
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyter_repro", "open", bundle, "--", "--allow-root", "--no-browser"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        address = next(line for line in server.stderr if "http://127.0.0.1:" in line or "localhost:" in line)
    finally:
        ended(server)
    assert "/lab" in address
    assert (tmp_path / "a" / "project" / "notebooks" / "a.ipynb").exists()


def test_a_bundle_in_pieces_is_one_clear_line(bundle, tmp_path):
    (tmp_path / "a.repro.zip").write_bytes(bundle.read_bytes()[:-200])
    done = inside("verify", tmp_path / "a.repro.zip")
    assert done.returncode == 2
    assert "is not a bundle, or was cut" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_lock_of_a_python_that_is_not_here_says_so(author, tmp_path):
    project = shutil.copytree(author.parents[1], tmp_path / "project")
    lock = project / "notebooks" / "a.requirements.txt"
    hand_over(author, Handoff(tmp_path / "a.repro.zip"), one.Options())
    shutil.copy(author.with_name(lock.name), lock)
    lock.write_text(lock.read_text().replace("# python 3.", "# python 9."))
    done = inside("verify", "--isolated", project / "notebooks" / "a.ipynb", UV_PYTHON_DOWNLOADS="never")
    assert done.returncode == 2
    assert "no environment with Python 9." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
