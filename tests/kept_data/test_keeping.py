from __future__ import annotations

from types import SimpleNamespace

import pytest
from repositories import git

from jupyter_repro.digest import digest_bytes
from jupyter_repro.files.folder_digest import folder_content
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.kept_data.places import kept_folder
from jupyter_repro.kept_data.referrers import referrers
from jupyter_repro.kept_data.store import is_kept, kept_files
from jupyter_repro.records.snapshot import Context, DataFile, DataFolder, DataVersion, Snapshot

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")


@pytest.fixture
def project(tmp_path):
    """A folder in which files are written and recorded."""
    root = tmp_path / "project"
    root.mkdir()

    def write(name, content):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return DataFile(digest_bytes(content), len(content))

    def folder(name, **about):
        content = folder_content(str(root / name))
        return DataFile(
            content.digest, content.size, folder=DataFolder(len(content.files), recursive=True, **about)
        )

    def keep(**data):
        made = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(data=data))
        return keep_snapshot(root / "a.ipynb", made)

    def settings(text):
        (root / "pyproject.toml").write_text(f"[tool.jupyter-repro.data]\n{text}\n")

    return SimpleNamespace(root=root, write=write, folder=folder, keep=keep, settings=settings)


def test_by_default_small_files_are_kept(project):
    small, large = project.write("a.csv", b"a"), project.write("b.csv", bytes(10_000_001))
    kept = project.keep(**{"a.csv": small, "b.csv": large})
    assert kept.lines() == [
        "1 data file kept (1 B new)",
        "not kept, for it is over the limit of 10 MB: b.csv",
    ]
    assert (is_kept(small.digest), is_kept(large.digest)) == (True, False)


def test_what_is_kept_already_is_nothing_new(project):
    small = project.write("a.csv", b"a")
    project.keep(**{"a.csv": small})
    assert project.keep(**{"a.csv": small}).lines() == ["1 data file kept (nothing new)"]


def test_the_settings_say_what_is_kept(project):
    project.settings('keep = "never"\n[[tool.jupyter-repro.data.rules]]\nname = "raw/*"\nkeep = "always"')
    data = {name: project.write(name, name.encode()) for name in ("raw/a.csv", "b.csv")}
    project.keep(**data)
    assert [is_kept(file.digest) for file in data.values()] == [True, False]


def test_of_a_folder_that_was_read_whole_each_file_and_the_list_of_them_is_kept(project):
    files = [project.write(f"parts/{number}.csv", b"%d" % number) for number in range(3)]
    folder = project.folder("parts")
    assert project.keep(**{"parts/": folder}).files == 3
    assert all(is_kept(file.digest[:23]) for file in files)
    assert kept_files(folder.digest) == {f"{number}.csv": file.digest for number, file in enumerate(files)}


def test_a_folder_counts_by_all_that_is_in_it(project):
    for number in range(3):
        project.write(f"parts/{number}", bytes(4_000_000))
    assert "parts/" in project.keep(**{"parts/": project.folder("parts")}).large


def test_what_git_has_committed_with_this_content_is_not_kept(project):
    data = {name: project.write(name, name.encode()) for name in ("a.csv", "b/b.csv", ":c", "d.csv")}
    git(project.root, "init", "-q")
    git(project.root, "add", "-A")
    git(project.root, *WHO, "commit", "-qm", "data")
    data["b/b.csv"] = project.write("b/b.csv", b"B/B.CSV")
    data["e.csv"] = project.write("e.csv", b"not added")
    project.keep(**data)
    assert [name for name, file in data.items() if is_kept(file.digest)] == ["b/b.csv", "e.csv"]


def test_a_pointer_in_git_is_not_the_content(project):
    file = project.write("a.csv", b"12345")
    git(project.root, "init", "-q")
    project.write("a.csv", b"point")
    git(project.root, "add", "-A")
    git(project.root, *WHO, "commit", "-qm", "data")
    project.write("a.csv", b"12345")
    project.keep(**{"a.csv": file})
    assert is_kept(file.digest)


def test_what_a_store_has_versions_of_and_what_lies_elsewhere_is_not_kept(project):
    file = project.write("a.csv", b"a")
    versioned = DataFile(file.digest, 1, version=DataVersion("7"))
    elsewhere = {"s3://bucket/a.csv": file, "sqlite:a.db#query=1": file, "https://host/a.csv": file}
    assert project.keep(**{"delta:a.csv": versioned, **elsewhere}).files == 0
    assert not kept_folder().exists()


def test_a_file_that_was_asked_for_by_its_digest_is_kept(project):
    file = project.write("a.csv", b"a")
    project.keep(**{"a.csv": DataFile(file.digest, 1, version=DataVersion(file.digest))})
    assert is_kept(file.digest)


def test_what_looks_like_a_secret_is_kept_only_where_a_rule_names_it(project):
    content = {
        ".env": b"x", "key.pem": b"x", "settings.toml": b'password = "hunter2hunter2"', "parts/id_rsa": b"x",
        "data.csv": b"token,password\n1,2\n", "words.json": b'["password"]', "parts/1.csv": b"1",
    }  # fmt: skip
    data = {name: project.write(name, each) for name, each in content.items()}
    seen = {name: file for name, file in data.items() if "/" not in name}
    reported = project.keep(**seen, **{"parts/": project.folder("parts")}).lines()
    assert reported[0].startswith("3 data files kept")
    assert (
        reported[1]
        == "not kept, for it looks as if it held a secret: .env, key.pem, settings.toml and 1 more"
    )
    kept = [
        name for name, file in data.items() if is_kept(file.digest) and file.digest != data[".env"].digest
    ]
    assert kept == ["data.csv", "words.json", "parts/1.csv"]
    assert not is_kept(data[".env"].digest)
    project.settings('keep = "always"')
    project.keep(**seen)
    assert not is_kept(data[".env"].digest)
    project.settings('[[tool.jupyter-repro.data.rules]]\nname = ".env"\nkeep = "always"')
    project.keep(**seen)
    assert is_kept(data[".env"].digest)


def test_what_changed_since_it_was_recorded_is_reported(project):
    file, gone = project.write("a.csv", b"a"), DataFile(digest_bytes(b"gone"), 4)
    project.write("parts/1", b"1")
    folder = project.folder("parts")
    project.write("a.csv", b"b")
    project.write("parts/2", b"2")
    reported = project.keep(**{"a.csv": file, "gone.csv": gone, "parts/": folder}).lines()
    assert reported == ["not kept, for it has changed since it was recorded: parts/, a.csv, gone.csv"]


def test_a_cache_that_cannot_be_written_is_reported_and_stops_nothing(project, cache):
    cache.write_text("")
    (line,) = project.keep(**{"a.csv": project.write("a.csv", b"a")}).lines()
    assert line.startswith("no data was kept: ")
    assert line.endswith("cannot be written: a file is in its place")


def test_settings_that_cannot_be_read_stop_nothing(project):
    project.settings("limit = 3")
    assert "pyproject.toml" in project.keep().failed


def test_the_cache_knows_who_refers_to_it(project):
    file = project.write("a.csv", b"a")
    git(project.root, "init", "-q")
    project.keep(**{"a.csv": file})
    project.keep(**{"a.csv": project.write("a.csv", b"b")})
    (known,) = referrers()
    assert known.snapshot == str(project.root / "a.repro.json")
    assert known.repository == str(project.root)
    assert known.digests == tuple(sorted([file.digest, digest_bytes(b"b")]))
