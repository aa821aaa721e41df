"""`jupyter repro diff` with git revisions, in each format."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import msgspec
import pytest
from conftest import edit, inside, tree, written

from jupyter_repro import snapshot
from jupyter_repro.records.differences import Difference

GIT = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]


def git(folder, *arguments):
    subprocess.run([*GIT, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Two commits of a notebook whose data grew between them, in a folder of a repository."""
    folder = tmp_path_factory.mktemp("repository") / "notebooks"
    folder.mkdir()
    git(folder.parent, "init", "-q")
    git(folder.parent, "commit", "-q", "--allow-empty", "-m", "empty")
    written(folder / "a.ipynb", "content = open('d.csv').read()\nprint(len(content))")
    for content in ("1", "22"):
        (folder / "d.csv").write_text(content)
        snapshot(folder / "a.ipynb")
        git(folder, "add", ".")
        git(folder, "commit", "-qm", content)
    return folder


def diff(folder, *arguments):
    return inside("diff", "a.ipynb", *arguments, cwd=folder)


def test_two_revisions_of_a_snapshot_are_compared(project):
    reported = diff(project, "--rev", "HEAD~1", "--rev", "HEAD").stdout
    assert "a.repro.json at HEAD~1 → a.repro.json at HEAD" in reported
    assert "data\n  d.csv: 1 B → 2 B (" in reported
    assert "  [1] (cell-0) shows another output 0 (stdout)\n      @@ -1 +1 @@\n      -1\n      +2" in reported


def test_a_revision_is_compared_with_the_file(project):
    assert "nothing changed" in diff(project, "--rev", "HEAD").stdout
    assert "d.csv" in diff(project, "--rev", "HEAD~1").stdout


@pytest.mark.parametrize("revision", ["nope", "--output=x", "HEAD:a", "", "HEAD~9"])
def test_a_revision_that_git_does_not_have_is_one_clear_line(project, revision):
    done = diff(project, f"--rev={revision}")
    assert done.returncode == 2
    assert f"git does not know the revision {revision!r}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_revision_before_the_snapshot_was_committed_is_one_clear_line(project):
    done = diff(project, "--rev", "HEAD~2")
    assert done.returncode == 2
    assert "a.repro.json is not in git's revision 'HEAD~2'" in done.stderr


def test_a_notebook_that_was_deleted_is_compared_at_two_revisions(project, tmp_path):
    git(tmp_path, "clone", "-q", str(project.parent), "clone")
    folder = tmp_path / "clone"
    shutil.rmtree(folder / "notebooks")
    command = [sys.executable, "-m", "jupyter_repro", "diff", "notebooks/a.ipynb"]
    done = subprocess.run(
        [*command, "--rev", "HEAD~1", "--rev", "HEAD"], cwd=folder, capture_output=True, text=True, check=True
    )
    assert "d.csv: 1 B → 2 B" in done.stdout
    assert not (folder / "notebooks").exists()


def test_the_sources_of_an_edited_cell_are_read_from_both_revisions(project, tmp_path):
    git(tmp_path, "clone", "-q", str(project.parent), "clone")
    folder = tmp_path / "clone" / "notebooks"
    written(folder / "a.ipynb", "content = open('d.csv').read()\nprint(2 * len(content))", "# Then", "1")
    snapshot(folder / "a.ipynb")
    git(folder, "commit", "-qam", "edited")
    reported = diff(folder, "--rev", "HEAD~1", "--rev", "HEAD").stdout
    assert "-print(len(content))\n      +print(2 * len(content))" in reported
    assert "[2] (cell-2) is new\n      @@ -0,0 +1 @@\n      +1\n" in reported
    assert "[2] (cell-2) was deleted\n" in diff(folder, "--rev", "HEAD", "--rev", "HEAD~1").stdout


def test_an_edit_that_is_not_committed_is_reported_with_the_committed_source(project, tmp_path):
    git(tmp_path, "clone", "-q", str(project.parent), "clone")
    folder = tmp_path / "clone" / "notebooks"
    edit(folder / "a.ipynb", 0, "content = open('d.csv').read()\nprint(3 * len(content))")
    before = tree(folder.parent)
    assert "-print(len(content))\n      +print(3 * len(content))" in diff(folder).stdout
    assert tree(folder.parent) == before


def test_three_revisions_are_refused(project):
    done = diff(project, *["--rev", "HEAD"] * 3)
    assert (done.returncode, "one or two" in done.stderr) == (2, True)


def test_a_notebook_outside_git_has_no_revisions(tmp_path):
    written(tmp_path / "a.ipynb", "1")
    snapshot(tmp_path / "a.ipynb")
    done = diff(tmp_path, "--rev", "HEAD")
    assert (done.returncode, "is in no git repository" in done.stderr) == (2, True)


def test_each_format_goes_to_a_file_that_is_named_so(project, tmp_path):
    for name in ("d.txt", "d.json", "d.html"):
        assert diff(project, "--rev", "HEAD~1", "-o", str(tmp_path / name)).stdout == ""
    assert json.loads((tmp_path / "d.json").read_text())["cells"][0]["id"] == "cell-0"
    assert (tmp_path / "d.html").read_text().startswith("<!doctype html>")
    assert "d.csv" in (tmp_path / "d.txt").read_text()


def test_a_file_of_no_known_suffix_asks_for_a_format(project, tmp_path):
    done = diff(project, "--rev", "HEAD", "-o", str(tmp_path / "d.pdf"))
    assert (done.returncode, "--format" in done.stderr, any(tmp_path.iterdir())) == (2, True, False)


def test_the_json_names_its_schema_and_is_of_it(project):
    reported = diff(project, "--rev", "HEAD~1", "--format", "json").stdout
    assert json.loads(reported)["schema"] == "jupyter-repro/difference@1"
    data = msgspec.json.decode(reported, type=Difference).context[0]
    assert (data.section, data.recorded_size, data.found_size) == ("data", 1, 2)


def test_the_exit_status_tells_of_a_difference_when_it_is_asked_for(project):
    assert diff(project, "--rev", "HEAD~1").returncode == 0
    assert diff(project, "--rev", "HEAD~1", "--exit-code").returncode == 1
    assert diff(project, "--rev", "HEAD", "--exit-code").returncode == 0


def test_a_commit_alone_is_reported_and_is_no_difference_for_the_exit_status(project):
    done = diff(project, "--exit-code")
    assert "git\n  commit:" in done.stdout
    assert done.returncode == 0
