"""One notebook that reads git, DVC and S3, as of dates and as they are, in real kernels."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from conftest import texts, written
from object_server import SECRET, object_server
from repositories import committed, git

from jupyter_repro import snapshot, verify
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path

dvc = pytest.importorskip("dvc.repo")
pytest.importorskip("s3fs")

CELLS = (
    "%load_ext jupyter_repro\n%repro asof 2026-02-11",
    "%repro data git:rates.txt --as rates\nopen(rates).read()",
    "%repro data dvc:raw.txt --asof 2026-01-11 --as raw\nopen(raw).read()",
    "import fsspec\nfsspec.open('s3://kept/sales.csv').open().read()",
    "%repro asof off\nfsspec.open('s3://kept/sales.csv').open().read()",
    "open('raw.txt').read()",
)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """The notebook, recorded, and the stores that it reads."""
    with object_server() as store, pytest.MonkeyPatch.context() as patch:
        for name in ("DVC_SITE_CACHE_DIR", "DVC_GLOBAL_CONFIG_DIR", "DVC_SYSTEM_CONFIG_DIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name)))
        root = tmp_path_factory.mktemp("stores")
        git(root, "init", "-q", "-b", "main")
        store.bucket("kept", versions=True)
        with dvc.Repo.init(str(root)) as repo:
            for number in (1, 2, 3):
                day = f"2026-0{number}-10T12:00:00Z"
                for name in ("rates.txt", "raw.txt"):
                    (root / name).write_text(f"x\n{number}\n")
                repo.add([str(root / "raw.txt")])
                committed(root, day)
                store.put("kept", "sales.csv", f"sales {number}".encode(), day)
        notebook = written(root / "a.ipynb", *CELLS)
        snapshot(notebook)
        yield SimpleNamespace(root=root, notebook=notebook, store=store)


def test_each_store_is_read_as_of_its_date_and_recorded_with_its_version(recorded):
    wanted = ["'x\\n2\\n'", "'x\\n1\\n'", "b'sales 2'", "b'sales 3'", "'x\\n3\\n'"]
    shown = texts(recorded.notebook)[1:]
    assert [text[-len(end) :] for text, end in zip(shown, wanted, strict=True)] == wanted
    content = snapshot_path(recorded.notebook).read_bytes()
    data = decode_snapshot(content, "a").context.data
    newest = next(name for name in data if name.startswith("s3://kept/sales.csv@"))
    asked = {name: (file.version.asof, file.version.time[:10]) for name, file in data.items()}
    assert asked == {
        "git:rates.txt": ("2026-02-11", "2026-02-10"),
        "dvc:raw.txt": ("2026-01-11", "2026-01-10"),
        "s3://kept/sales.csv": ("2026-02-11", "2026-02-10"),
        newest: ("", "2026-03-10"),
        "raw.txt": ("", "2026-03-10"),
    }
    assert SECRET.encode() not in content


def test_what_became_of_each_is_reported_in_one_line(recorded):
    (recorded.root / "raw.txt").unlink()
    (recorded.root / "raw.txt").write_text("x\n1234\n")
    recorded.store.put("kept", "sales.csv", b"later", "2026-04-10T12:00:00Z")
    held = recorded.root / ".dvc" / "cache" / "files" / "md5"
    next(path for path in held.rglob("*") if path.is_file() and path.read_text() == "x\n1\n").unlink()
    verdict = verify(recorded.notebook)
    causes = [cause for cell in verdict.cells for cause in cell.causes if cause.kind == "data"]
    assert [cause.what.partition(" of 2026")[0] for cause in causes][:1] == [
        "dvc:raw.txt: its DVC object dc3ba59be5 is not in the cache"
    ]
    reported = {cause.name: cause.what for cause in causes}
    assert reported["raw.txt"] == "raw.txt changed since the snapshot (7 B, was 4 B)"
    (sales,) = (what for name, what in reported.items() if name.startswith("s3:"))
    assert " of 2026-04-10T12:00:00Z, it was at version " in sales
    assert sales.endswith(" of 2026-03-10T12:00:00Z")
