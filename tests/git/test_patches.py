from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from repositories import collected, git

from jupyter_repro.collectors.git import GitCollector
from jupyter_repro.git.patches import MOST_BYTES, SECRET, TOO_LARGE, patch_bytes
from jupyter_repro.records.snapshot import Context, GitState, Snapshot
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, encode_snapshot

pytestmark = pytest.mark.usefixtures("own_settings")


def files(folder: Path) -> dict[str, bytes | str]:
    """Everything in a working tree but the notebook, its snapshot and git's own."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if (path.is_symlink() or path.is_file())
        and not {".git"} & set(path.relative_to(folder).parts)
        and "analysis" not in path.name
    }


def reread(state: GitState) -> GitState:
    """The state as a snapshot's file keeps it."""
    return decode_snapshot(
        encode_snapshot(Snapshot("a", "", "", "", (), Context(git=state))), "a"
    ).context.git


def restored(state: GitState, root: Path, folder: Path) -> dict[str, bytes | str]:
    """What a fresh clone with the patch holds."""
    git(root, "clone", "-q", str(root), str(folder))
    git(folder, "checkout", "-q", state.commit)
    subprocess.run(["git", "apply", "--binary"], cwd=folder, input=patch_bytes(reread(state)), check=True)
    return files(folder)


def test_the_patch_gives_the_exact_code_back_in_a_fresh_clone(root, tmp_path):
    committed = {
        "lines.py": b"".join(b"x%d = 1\n" % number for number in range(100)),
        "no_end.py": b"a = 1",
        "windows.py": b"a = 1\r\nb = 2\r\n",
        "latin.py": "# coding: latin-1\ns = '\xe4'\n".encode("latin-1"),
        "picture.bin": bytes(range(256)),
        "gone.py": b"x = 1\n",
        "moved.py": b"y = 1\n",
        os.fsdecode(b"odd \xff name.py"): b"z = 1\n",
        "caf\xe9 \u2028.py": "s = '\u2028\x0c\x85'\n".encode(),
    }
    for name, content in committed.items():
        (root / name).write_bytes(content)
    (root / "link").symlink_to("lines.py")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "code")
    for name, content in committed.items():
        (root / name).write_bytes(content.replace(b"1", b"2") + b"\xfe\x00"[: 1 + name.endswith("bin")])
    (root / "gone.py").unlink()
    git(root, "mv", "moved.py", "here.py")
    (root / "link").unlink()
    (root / "link").symlink_to("here.py")
    (root / "lines.py").chmod(0o755)
    (root / "notebooks" / "analysis.ipynb").write_text("changed")
    state = collected(root)
    assert state.patch_encoding == "latin-1"
    assert restored(state, root, tmp_path / "clone") == files(root)
    assert os.access(tmp_path / "clone" / "lines.py", os.X_OK)
    assert "analysis" not in "".join(state.patch)


def test_text_is_kept_as_it_is_read(root, tmp_path):
    (root / "code.py").write_text("s = 'ü'\n", encoding="utf-8")
    state = collected(root)
    assert state.patch_encoding == "utf-8"
    assert "+s = 'ü'" in state.patch
    assert restored(state, root, tmp_path / "clone") == files(root)


def test_the_patch_does_not_depend_on_the_users_settings_nor_on_the_index(root):
    (root / "code.py").write_text("\n\n1\n2\n")
    (root / "notebooks" / "more.py").write_text("")
    git(root, "add", "notebooks/more.py")
    before = collected(root).patch
    for setting in (
        "diff.noprefix true", "diff.mnemonicPrefix true", "diff.context 0", "diff.interHunkContext 9",
        "diff.algorithm patience", "diff.suppressBlankEmpty true", "diff.external false", "color.ui always",
        "core.abbrev 4", "diff.relative true", "core.quotePath false", "diff.renames copies",
    ):  # fmt: skip
        git(root, "config", *setting.split())
    os.utime(root / "code.py", (1, 1))
    os.utime(root / "notebooks" / "analysis.repro.json", (1, 1))
    index = (root / ".git" / "index").read_bytes()
    assert collected(root).patch == before
    assert (root / ".git" / "index").read_bytes() == index


def test_a_file_that_was_only_touched_is_not_in_the_patch(root):
    os.utime(root / "code.py", (1, 1))
    assert collected(root).patch == ()


def test_before_the_first_commit_the_patch_is_against_nothing(tmp_path):
    (tmp_path / "notebooks").mkdir()
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "code.py").write_text("1\n")
    git(tmp_path, "add", "-A")
    assert collected(tmp_path).patch[-1] == "+1"


def test_a_patch_that_is_too_large_is_not_kept_and_it_is_said_why(root):
    (root / "code.py").write_text("".join(f"x{number} = 1\n" for number in range(MOST_BYTES // 6)))
    assert (collected(root).patch, collected(root).patch_omitted) == ((), TOO_LARGE)


def test_a_huge_file_is_not_even_compared(root):
    os.truncate(root / "code.py", 50 * 2**30)
    assert collected(root).patch_omitted == TOO_LARGE


def test_a_pipe_in_the_place_of_a_file_and_an_object_that_is_gone_leave_the_rest(root):
    blob = git(root, "rev-parse", "HEAD:code.py")
    (root / "code.py").unlink()
    os.mkfifo(root / "code.py")
    assert (collected(root).dirty, collected(root).patch) == (("code.py",), ())
    (root / "code.py").unlink()
    (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert (collected(root).dirty, collected(root).patch_omitted) == (("code.py",), "git could not make it")


@pytest.mark.parametrize(
    "content",
    [
        b"AWS = 'AKIAIOSFODNN7EXAMPLE'\n",
        b"password = 'geheim'\n",
        b"https://ada:geheim@host/x\n",
        b"\0\1\2 token = 'geheim'",
        "password = 'geheim'\n".encode("utf-16"),
    ],
)
@pytest.mark.parametrize("when", ["now", "before"])
def test_a_patch_that_holds_a_secret_is_not_kept_and_it_is_said_why(root, content, when):
    for stage in ("before", "now"):
        (root / "code.py").write_bytes(content if stage == when else b"1\n2\n")
        if stage == "before":
            git(root, "add", "-A")
            git(root, "commit", "-qm", "code")
    assert (collected(root).patch, collected(root).patch_omitted) == ((), SECRET)


def test_a_shallow_clone_has_a_patch(root, tmp_path):
    git(root, "commit", "-q", "--allow-empty", "-m", "second")
    git(root, "clone", "-q", "--depth", "1", f"file://{root}", str(tmp_path / "shallow"))
    (tmp_path / "shallow" / "code.py").write_text("2\n")
    assert collected(tmp_path / "shallow").patch[-2:] == ("-1", "+2")


def test_a_file_that_is_changed_otherwise_is_named(root):
    (root / "code.py").write_text("2\n")
    recorded = collected(root)
    (root / "code.py").write_text("3\n")
    (change,) = GitCollector().changes(recorded, collected(root))
    assert (change.kind, change.name) == ("code", "uncommitted changes of code.py")
