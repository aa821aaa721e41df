"""What to do about each kind of change."""

from __future__ import annotations

import pytest

from jupyter_repro.collectors.files import UNRECORDED
from jupyter_repro.collectors.packages import NOT_INSTALLED
from jupyter_repro.diagnosing.remedies import commit_of, reinstalled, remedy_of
from jupyter_repro.digest import MISSING
from jupyter_repro.records.snapshot import GitState
from jupyter_repro.verdicts import ContextChange


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        (ContextChange("data", "a.csv", "blake3:1", MISSING), "jupyter repro restore a.ipynb --data"),
        (ContextChange("data", "a.csv", UNRECORDED, "blake3:1"), "jupyter repro snapshot a.ipynb"),
        (ContextChange("data", "sqlite:///a.db#t@x", "blake3:1", "blake3:2"), "ask who changes old rows"),
        (ContextChange("code", "local.py", "blake3:1", "blake3:2"), "jupyter repro restore a.ipynb --code"),
        (ContextChange("package", "numpy", "1.0", "2.0"), "pip install numpy==1.0"),
        (ContextChange("package", "mine: a.py", "blake3:1", "blake3:2"), "recorded source of mine"),
        (ContextChange("python", "version", "3.11.7", "3.12.1"), "run it on Python 3.11.7"),
        (ContextChange("environment-variable", "HOME", "a", "b"), "set HOME as it was"),
    ],
)
def test_it_says_what_to_do(change, remedy):
    assert remedy in remedy_of(change, "a.ipynb", commit="0a1b2c")


def test_code_that_git_did_not_have_is_not_checked_out():
    remedy = remedy_of(ContextChange("code", "local.py", "blake3:1", "blake3:2"), "a.ipynb")
    assert "--code" not in remedy
    assert "jupyter repro snapshot a.ipynb" in remedy


NEW = GitState(
    "c" * 40, dirty=("nb/local.py", "nb/other.py"), patch=("--- a/nb/other.py", "+++ b/nb/other.py")
)


@pytest.mark.parametrize(
    ("module", "git", "commit"),
    [
        ("local.py", None, ""),
        ("local.py", GitState("c" * 40), "c" * 40),
        ("local.py", NEW, ""),
        ("other.py", NEW, "c" * 40),
        ("../nb/other.py", NEW, "c" * 40),
        ("../lib/third.py", NEW, "c" * 40),
    ],
)
def test_the_recorded_commit_has_a_module_that_was_committed_or_is_in_the_patch(module, git, commit):
    assert commit_of(module, git) == commit


def test_about_the_machine_there_is_nothing_to_say():
    assert remedy_of(ContextChange("machine", "cpu", "a", "b"), "a.ipynb") == ""


def test_packages_are_brought_back_and_taken_away_with_one_command():
    changes = [ContextChange("package", "a", "1", "2"), ContextChange("package", "b", NOT_INSTALLED, "2")]
    assert reinstalled(changes) == "pip install a==1 && pip uninstall --yes b"


def test_a_notebook_with_a_space_in_its_name_is_quoted_in_commands():
    change = ContextChange("data", "a.csv", "blake3:1", MISSING)
    assert remedy_of(change, "my nb.ipynb").endswith("jupyter repro restore 'my nb.ipynb' --data")
