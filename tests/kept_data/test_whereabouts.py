from __future__ import annotations

from repositories import git

from jupyter_repro.digest import digest_bytes
from jupyter_repro.files.folder_digest import folder_content
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.kept_data.references import references
from jupyter_repro.kept_data.remotes import remote_at
from jupyter_repro.kept_data.transfer import push
from jupyter_repro.kept_data.whereabouts import whereabouts
from jupyter_repro.records.snapshot import Context, DataFile, DataFolder, DataVersion, GitState, Snapshot

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")
SETTINGS = """
[tool.jupyter-repro.data]
limit = "10 B"
[[tool.jupyter-repro.data.rules]]
name = "here.csv"
keep = "never"
"""


def test_each_input_is_reported_with_the_places_that_have_it(tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    (root / "pyproject.toml").write_text(SETTINGS)

    def write(name, content):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(content)
        return DataFile(digest_bytes(content), len(content))

    git(root, "init", "-q")
    data = {"git.csv": write("git.csv", b"in git")}
    git(root, "add", "git.csv")
    git(root, *WHO, "commit", "-qm", "data")
    commit = git(root, "rev-parse", "HEAD")
    git(root, "rm", "-q", "git.csv")
    git(root, *WHO, "commit", "-qm", "gone")
    data |= {name: write(name, name.encode()) for name in ("kept.csv", "here.csv", "parts/1", "parts/2")}
    content = folder_content(str(root / "parts"))
    parts = DataFile(content.digest, 14, folder=DataFolder(2, content.files, recursive=True))
    lost = DataFile(digest_bytes(b"lost"), 4)
    table = DataFile(lost.digest, 5, version=DataVersion("7"))
    data = {
        name: file for name, file in data.items() if not name.startswith("parts")
    } | {"parts/": parts, "lost.csv": lost, "delta:table": table, "https://host/x": lost}  # fmt: skip
    context = Context(data=data, git=GitState(commit=commit))
    keep_snapshot(
        root / "a.ipynb", Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), context)
    )
    remote = remote_at(str(tmp_path / "remote"))
    push(references({"kept.csv": data["kept.csv"]}), remote)
    (root / "kept.csv").write_bytes(b"changed since")
    (root / "parts" / "2").write_bytes(b"changed since")
    reported = {each.name: (each.places, each.lost) for each in whereabouts(context, root, remote)}
    assert reported == {
        "git.csv": (("in git",), 0),
        "kept.csv": (("kept", "in the remote"), 0),
        "here.csv": (("where it was read",), 0),
        "parts/": (("where it was read",), 1),
        "lost.csv": ((), 1),
        "delta:table": (("in its store",), 0),
    }
