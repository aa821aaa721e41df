"""A cache of its own for each test, and a project whose data is kept."""

from __future__ import annotations

from types import SimpleNamespace

import fsspec
import pytest
from kept_projects import BIG, SETTINGS

from jupyter_repro.digest import digest_bytes
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.files.folder_digest import folder_content
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.kept_data.references import references
from jupyter_repro.records.snapshot import Context, DataFile, DataFolder, Snapshot


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """The cache folder, not there yet."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE, str(folder))
    return folder


@pytest.fixture(scope="package")
def bucket():
    """An S3 of this machine."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        }.items():  # fmt: skip
            patch.setenv(name, value)
        fsspec.filesystem("s3", skip_instance_cache=True).mkdir("bucket")
        yield "s3://bucket/kept"
    server.stop()


@pytest.fixture
def project(tmp_path):
    """A project with a small file, a large one and a folder, which are kept."""
    root = tmp_path / "project"
    contents = {"a.csv": b"a", "big.bin": BIG, "parts/1.csv": b"1", "parts/2.csv": b"2"}
    for name, content in contents.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    (root / "pyproject.toml").write_text(SETTINGS)
    folder = folder_content(str(root / "parts"))
    data = {name: DataFile(digest_bytes(contents[name]), 1) for name in ("a.csv", "big.bin")}
    data["parts/"] = DataFile(folder.digest, 2, folder=DataFolder(2, folder.files, recursive=True))
    snapshot = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(data=data))
    assert keep_snapshot(root / "a.ipynb", snapshot).files == 4
    return SimpleNamespace(
        root=root,
        contents=contents,
        data=data,
        references=list(references(data)),
        snapshot=root / "a.repro.json",
    )
