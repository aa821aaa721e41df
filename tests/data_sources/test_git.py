from __future__ import annotations

import hashlib
import shutil
from types import SimpleNamespace

import pytest
from repositories import committed, git

from jupyter_repro.data_sources.file.source import FileSource
from jupyter_repro.data_sources.git import GitSource
from jupyter_repro.digest import digest_bytes
from jupyter_repro.errors import NoSuchData, NoSuchVersion
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of
from jupyter_repro.records.snapshot import DataVersion

FIRST, SECOND, THIRD = b"x\n1\n", b"x\n1\n2\n", b"x\n3\n"


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """Three versions of data/sales.csv and of the folder parts; gone.csv is deleted with the third."""
    root = tmp_path_factory.mktemp("git")
    git(root, "init", "-q", "-b", "main")
    (root / "data").mkdir()
    (root / "parts" / "deep").mkdir(parents=True)
    (root / "link.csv").symlink_to("data/sales.csv")
    (root / "parts" / "self").symlink_to(".")
    commits = []
    days = ["2026-01-10T12:00:00+01:00", "2026-02-10T12:00:00+01:00", "2026-03-10T12:00:00+01:00"]
    for number, (day, content) in enumerate(zip(days, (FIRST, SECOND, THIRD), strict=True)):
        (root / "data" / "sales.csv").write_bytes(content)
        (root / "parts" / "deep" / f"{number}.csv").write_bytes(content)
        if number == 0:
            (root / "gone.csv").write_bytes(content)
        if number == 2:
            (root / "gone.csv").unlink()
        commits.append(committed(root, day))
    commits.append(committed(root, "2026-04-10T12:00:00+01:00"))
    return SimpleNamespace(root=root, commits=commits)


def asof(text):
    return Wish(asof=moment_of(text), text=text)


@pytest.mark.parametrize(
    ("wanted", "number", "content"),
    [
        ("2026-01-10T12:00+01:00", 0, FIRST),
        ("2026-02-10T11:59+01:00", 0, FIRST),
        ("2026-02-10 06:00 America/New_York", 1, SECOND),
        ("2026-02-11", 1, SECOND),
        ("2026-09-01", 2, THIRD),
    ],
)
def test_as_of_a_moment_a_file_is_what_the_newest_commit_of_that_date_has(
    repository, wanted, number, content
):
    found = GitSource().resolve("git:data/sales.csv", asof(wanted), repository.root)
    assert (found.name, found.digest) == ("git:data/sales.csv", digest_bytes(content))
    assert (found.version.id, found.version.asof) == (repository.commits[number], wanted)


def test_the_newest_is_what_is_committed_whatever_lies_there(repository):
    (repository.root / "data" / "sales.csv").write_bytes(b"not committed")
    found = GitSource().resolve("git:../data/sales.csv", Wish(), repository.root / "parts")
    assert (found.name, found.digest) == ("git:../data/sales.csv", digest_bytes(THIRD))
    assert found.version == DataVersion(repository.commits[2], "2026-03-10T11:00:00Z")


def test_a_commit_tag_or_branch_names_a_version_and_the_commit_is_recorded(repository, tmp_path):
    git(repository.root, "tag", "v1", repository.commits[0])
    for revision in ("v1", repository.commits[0], repository.commits[0][:8]):
        found = GitSource().resolve(
            "git:data/sales.csv", Wish(version=revision, text="version"), repository.root
        )
        assert found.version.id == repository.commits[0]
    GitSource().fetch("git:data/sales.csv", found.version, repository.root, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == FIRST


def test_a_folder_holds_what_it_held_and_has_the_digest_of_a_plain_one(repository, tmp_path):
    found = GitSource().resolve("git:parts", asof("2026-02-11"), repository.root)
    GitSource().fetch("git:parts", found.version, repository.root, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.joinpath("copy").rglob("*.csv")) == ["0.csv", "1.csv"]
    assert FileSource().resolve("copy", Wish(), tmp_path).digest == found.digest


def test_a_link_counts_as_the_file_it_leads_to(repository):
    found = GitSource().resolve("git:link.csv", asof("2026-09-01"), repository.root)
    assert found.digest == digest_bytes(THIRD)


@pytest.mark.parametrize(
    ("address", "wish", "error", "words"),
    [
        (
            "git:data/sales.csv",
            asof("2025-12-31"),
            NoSuchVersion,
            r"as of 2025-12-31: the first is that of commit",
        ),
        ("git:data/sales.csv", Wish(version="0" * 40), NoSuchVersion, "git has no commit 0000000"),
        ("git:data/sales.csv", Wish(version="--all"), NoSuchVersion, "git has no commit --all"),
        (
            "git:parts/deep/2.csv",
            Wish(version="v1"),
            NoSuchVersion,
            r"2\.csv is not in commit .* of 2026-01-10",
        ),
        ("git:gone.csv", Wish(), NoSuchData, r"gone\.csv is not in git's HEAD any more"),
        ("git:never.csv", Wish(), NoSuchData, r"git has no version of never\.csv"),
    ],
)
def test_what_git_does_not_have_is_reported_with_what_it_has(repository, address, wish, error, words):
    git(repository.root, "tag", "--force", "v1", repository.commits[0])
    with pytest.raises(error, match=words):
        GitSource().resolve(address, wish, repository.root)


def test_a_deleted_file_is_had_as_of_a_moment_before(repository):
    found = GitSource().resolve("git:gone.csv", asof("2026-03-01"), repository.root)
    assert found.version.id == repository.commits[0]


def test_of_a_merge_the_branch_itself_is_followed(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "x.csv").write_bytes(FIRST)
    committed(tmp_path, "2026-01-10T12:00:00Z")
    git(tmp_path, "checkout", "-q", "-b", "topic")
    (tmp_path / "x.csv").write_bytes(SECOND)
    committed(tmp_path, "2026-02-10T12:00:00Z")
    git(tmp_path, "checkout", "-q", "main")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_COMMITTER_DATE", "2026-03-10T12:00:00Z")
        git(
            tmp_path,
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b",
            "merge",
            "-q",
            "--no-ff",
            "-m",
            "m",
            "topic",
        )
    found = [
        GitSource().resolve("git:x.csv", asof(day), tmp_path).digest for day in ("2026-02-20", "2026-03-20")
    ]
    assert found == [digest_bytes(FIRST), digest_bytes(SECOND)]


def test_a_shallow_clone_is_reported_how_to_have_the_older_commits(repository, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", repository.root.as_uri(), "clone")
    with pytest.raises(NoSuchVersion, match="as of 2026-01-31") as raised:
        GitSource().resolve("git:data/sales.csv", asof("2026-01-31"), tmp_path / "clone")
    assert raised.value.remedy.endswith("git fetch --unshallow")


def test_outside_git_there_is_no_version(tmp_path):
    with pytest.raises(NoSuchData, match="in no git repository"):
        GitSource().resolve("git:x.csv", Wish(), tmp_path)


@pytest.mark.parametrize("state", ["changed", "deleted"])
def test_a_plain_file_that_was_changed_or_deleted_is_taken_from_git(repository, tmp_path, state):
    path = repository.root / "data" / "sales.csv"
    path.write_bytes(b"changed")
    if state == "deleted":
        path.unlink()
    found = FileSource().resolve("data/sales.csv", asof("2026-02-11"), repository.root)
    assert found.version == DataVersion(digest_bytes(SECOND), "2026-02-10T11:00:00Z", "2026-02-11")
    again = FileSource().resolve("data/sales.csv", Wish(version=found.version.id), repository.root)
    assert (again.name, again.digest, again.size) == ("data/sales.csv", found.digest, len(SECOND))
    FileSource().fetch("data/sales.csv", found.version, repository.root, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == SECOND


def test_a_plain_file_that_git_never_had_so_is_not_restored(repository):
    (repository.root / "data" / "sales.csv").write_bytes(b"changed")
    with pytest.raises(NoSuchVersion, match="has changed since it was recorded"):
        FileSource().resolve("data/sales.csv", Wish(version=digest_bytes(b"another")), repository.root)


# LFS

LARGE = bytes(range(256)) * 8


@pytest.fixture
def large(tmp_path):
    """A repository in which git-LFS keeps large.bin, as a clone that was made without fetching its objects has it."""
    git(tmp_path, "init", "-q", "-b", "main")
    oid = hashlib.sha256(LARGE).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(LARGE)}\n"
    (tmp_path / "large.bin").write_text(pointer)
    committed(tmp_path, "2026-01-10T12:00:00Z")
    return SimpleNamespace(
        root=tmp_path, held=tmp_path / ".git" / "lfs" / "objects" / oid[:2] / oid[2:4] / oid
    )


def test_a_pointer_of_lfs_stands_for_its_object(large):
    large.held.parent.mkdir(parents=True)
    large.held.write_bytes(LARGE)
    found = GitSource().resolve("git:large.bin", Wish(), large.root)
    assert (found.digest, found.size) == (digest_bytes(LARGE), len(LARGE))
    GitSource().fetch("git:large.bin", found.version, large.root, large.root / "copy")
    assert (large.root / "copy").read_bytes() == LARGE


def test_an_object_of_lfs_that_is_not_here_is_reported_with_the_command_that_gets_it(large):
    with pytest.raises(
        NoSuchVersion, match=r"large\.bin: its LFS object \w{10} of commit \w{10} is not on"
    ) as raised:
        GitSource().resolve("git:large.bin", Wish(), large.root)
    assert "git lfs fetch origin" in raised.value.remedy


@pytest.mark.skipif(not shutil.which("git-lfs"), reason="git-lfs is not installed")
def test_an_object_of_lfs_is_fetched_from_the_remote(large, tmp_path_factory):
    remote = tmp_path_factory.mktemp("remote") / "bare.git"
    git(large.root, "init", "-q", "--bare", str(remote))
    kept = remote / "lfs" / "objects" / large.held.relative_to(large.root / ".git" / "lfs" / "objects")
    kept.parent.mkdir(parents=True)
    kept.write_bytes(LARGE)
    git(large.root, "remote", "add", "origin", remote.as_uri())
    assert GitSource().resolve("git:large.bin", Wish(), large.root).digest == digest_bytes(LARGE)


def test_a_repository_itself_is_in_its_repository(repository):
    for address in ("git:.", "git:"):
        found = GitSource().resolve(address, Wish(), repository.root)
        assert found.version.id == repository.commits[2]  # the last that changed something


def test_before_its_first_version_a_plain_path_is_reported_with_that(repository):
    with pytest.raises(
        NoSuchVersion, match=rf"the first is that of commit {repository.commits[0][:10]}"
    ) as raised:
        FileSource().resolve("data/sales.csv", asof("2025-01-01"), repository.root)
    line = f"%repro data git:data/sales.csv --version {repository.commits[0][:10]}"
    assert raised.value.remedy == f"read that one with: {line}"
