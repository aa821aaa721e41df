from __future__ import annotations

import os
import random
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from jupyter_repro.digest import digest_bytes
from jupyter_repro.errors import NoSuchVersion, Unwritable
from jupyter_repro.files import digest_cache
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.kept_data import large_files
from jupyter_repro.kept_data.chunks import LARGE
from jupyter_repro.kept_data.places import objects_folder
from jupyter_repro.kept_data.reading import Damaged
from jupyter_repro.kept_data.store import fetch_kept, full_digest, is_kept, keep

SMALL = b"price\n1.5\n"
BIG = random.Random(0).randbytes(LARGE + 2_000_000)


def objects():
    return sorted(path for path in objects_folder().rglob("*") if path.is_file())


def size():
    return sum(path.stat().st_size for path in objects())


@pytest.fixture
def kept(tmp_path):
    """Puts content into the cache and answers its digest."""

    def put(content):
        path = tmp_path / "data"
        path.write_bytes(content)
        digest = digest_bytes(content)
        assert keep(path, digest)
        return digest

    return put


@pytest.mark.parametrize("content", [b"", SMALL, BIG], ids=["empty", "small", "large"])
def test_what_was_kept_comes_back(tmp_path, kept, content):
    digest = kept(content)
    (tmp_path / "data").unlink()
    assert is_kept(digest)
    fetch_kept(digest, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == content


def test_a_large_file_that_was_just_digested_is_kept_as_one_that_was_not(tmp_path, cache, monkeypatch):
    monkeypatch.setattr(digest_cache, "SETTLED", -1)
    path = tmp_path / "data"
    path.write_bytes(BIG)
    digest, _ = digest_cache.cached_digest(str(path))
    assert keep(path, digest)
    with_memory = {each.name: each.read_bytes() for each in objects()}
    shutil.rmtree(cache)
    assert keep(path, digest)
    assert {each.name: each.read_bytes() for each in objects()} == with_memory


@pytest.mark.parametrize("when", ["before it is kept", "while it is kept"])
def test_a_large_file_that_is_written_to_after_it_was_digested_is_not_kept(tmp_path, monkeypatch, when):
    monkeypatch.setattr(digest_cache, "SETTLED", -1)
    path = tmp_path / "data"
    path.write_bytes(BIG)
    digest, _ = digest_cache.cached_digest(str(path))
    if when == "before it is kept":
        path.write_bytes(BIG[:-1] + b"!")
    else:
        monkeypatch.setattr(large_files, "chunks_of", written_to(path, large_files.chunks_of))
    assert not keep(path, digest)
    assert not is_kept(digest)


def written_to(path, chunks_of):
    def read(*arguments):
        yield from chunks_of(*arguments)
        path.write_bytes(BIG[:-1] + b"!")

    return read


def test_a_digest_may_be_known_by_its_beginning(tmp_path, kept):
    digest = kept(SMALL)
    large = kept(BIG)
    assert (full_digest(digest[:23]), full_digest(large[:23])) == (digest, large)
    assert full_digest("blake3:" + "0" * 16) is None
    fetch_kept(digest[:23], tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == SMALL


def test_a_file_that_does_not_have_its_digest_is_not_kept(tmp_path):
    for content in (SMALL, BIG):
        (tmp_path / "data").write_bytes(content)
        assert not keep(tmp_path / "data", digest_bytes(b"before"))
    assert not is_kept(digest_bytes(b"before"))


def test_only_the_owner_can_read_it(cache, kept):
    kept(SMALL)
    assert stat.S_IMODE((cache / "kept").stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in objects()] == [0o400]


def test_a_later_write_to_the_file_does_not_reach_what_is_kept(tmp_path, kept):
    digest = kept(SMALL)
    with (tmp_path / "data").open("r+b") as file:
        file.write(b"other")
    fetch_kept(digest, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == SMALL


def test_the_same_content_is_stored_once(kept):
    kept(SMALL)
    kept(SMALL)
    assert len(objects()) == 1


@pytest.mark.parametrize(
    "changed",
    [
        BIG[:5_000_000] + b"changed" + BIG[5_000_007:],
        BIG + b"appended",
        BIG[:5_000_000] + b"inserted" + BIG[5_000_000:],
    ],
    ids=["in place", "appended", "inserted"],
)
def test_of_a_large_file_that_changed_a_little_only_what_is_new_is_stored(tmp_path, kept, changed):
    kept(BIG)
    before = size()
    assert before < len(BIG) * 1.001
    digest = kept(changed)
    assert size() - before < 10_000_000
    fetch_kept(digest, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == changed


@pytest.mark.parametrize("content", [SMALL, BIG], ids=["small", "large"])
def test_a_flipped_byte_is_found_and_never_handed_out(tmp_path, kept, content):
    digest = kept(content)
    path = max(objects(), key=lambda path: path.stat().st_size)
    path.chmod(0o600)
    with path.open("r+b") as file:
        file.seek(5)
        file.write(bytes([file.read(1)[0] ^ 1]))
    with pytest.raises(Damaged, match="does not match its digest"):
        fetch_kept(digest, tmp_path / "back")
    assert not (tmp_path / "back").exists()
    assert not is_kept(digest)
    kept(content)
    fetch_kept(digest, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == content


def test_a_damaged_list_of_chunks_is_found(tmp_path, kept):
    digest = kept(BIG)
    (path,) = objects_folder().rglob("*.chunks")
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"\n", b" \n", 3))
    with pytest.raises(Damaged):
        fetch_kept(digest, tmp_path / "back")


def test_what_is_not_kept_says_where_it_was_looked_for(tmp_path, cache):
    with pytest.raises(NoSuchVersion, match=r"blake3:0{16} is not in .*cache/kept"):
        fetch_kept("blake3:" + "0" * 64, tmp_path / "back")


def test_a_cache_that_cannot_be_written_is_reported_in_one_line(tmp_path, cache):
    cache.write_text("a file")
    (tmp_path / "data").write_bytes(SMALL)
    with pytest.raises(Unwritable, match=r"cache/kept cannot be written: a file is in its place") as raised:
        keep(tmp_path / "data", digest_bytes(SMALL))
    assert "\n" not in raised.value.what


def test_a_limit_on_the_size_of_files_is_reported_in_one_line(tmp_path, kept):
    kept(SMALL)
    (tmp_path / "data").write_bytes(BIG)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(Unwritable, match="larger than is allowed"):
            keep(tmp_path / "data", digest_bytes(BIG))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not is_kept(digest_bytes(BIG))
    assert len(objects()) == 1


FULL = """
from pathlib import Path
from jupyter_repro.digest import digest_file
from jupyter_repro.kept_data.store import is_kept, keep
small, big = Path("small"), Path("big")
keep(small, digest_file(small))
try:
    keep(big, digest_file(big))
except Exception as error:
    print(type(error).__name__, error.what, is_kept(digest_file(big)), is_kept(digest_file(small)))
"""
ALONE = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]


@pytest.mark.skipif(
    not shutil.which("unshare")
    or subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode != 0,
    reason="a small disk of its own needs a user namespace",
)
def test_a_full_disk_is_reported_in_one_line_and_keeps_what_was_there(tmp_path):
    (tmp_path / "small").write_bytes(SMALL)
    (tmp_path / "big").write_bytes(BIG)
    (tmp_path / "disk").mkdir()
    script = f"mount -t tmpfs -o size=8m disk disk && exec {sys.executable} -c '{FULL}'"
    environ = {**os.environ, CACHE: str(tmp_path / "disk" / "cache")}
    done = subprocess.run(
        [*ALONE, script], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    reported = f"{tmp_path}/disk/cache/kept cannot be written: no space left on the device"
    assert done.stdout == f"Unwritable {reported} False True\n"


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="the superuser may write everywhere: another user is needed"
)
def test_a_cache_that_is_read_only_is_reported_in_one_line_and_can_be_read(monkeypatch):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        monkeypatch.setenv(CACHE, str(root / "cache"))
        (root / "data").write_bytes(SMALL)
        (root / "other").write_bytes(b"other")
        (root / "out").mkdir(mode=0o777)
        (root / "out").chmod(0o777)
        keep(root / "data", digest_bytes(SMALL))
        for path in (root / "cache").rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        reading, writing = os.pipe()
        if os.fork() == 0:
            try:
                if os.getuid() == 0:
                    os.setuid(65534)
                fetch_kept(digest_bytes(SMALL), root / "out" / "back", remote="")
                keep(root / "other", digest_bytes(b"other"))
            except BaseException as error:
                os.write(writing, f"{type(error).__name__}: {error}".encode())
            os._exit(0)
        os.wait()
        said = os.read(reading, 10_000).decode().splitlines()[0]
        assert said == f"Unwritable: {root}/cache/kept cannot be written: permission denied."
        assert (root / "out" / "back").read_bytes() == SMALL


def test_objects_lie_where_dvc_data_looks_for_them(kept):
    from jupyter_repro.kept_data.object_database import own_objects
    from jupyter_repro.kept_data.places import object_path

    oid = kept(SMALL).removeprefix("blake3:")
    assert own_objects().oid_to_path(oid) == os.fspath(object_path(oid))
    assert list(own_objects().all()) == [oid]


def test_what_keeps_is_imported_when_something_is_kept():
    heavy = "{'dvc_data', 'dvc_objects', 'fsspec', 'pyfastcdc', 'git'}"
    source = f"import jupyter_repro.kept_data.keeping, sys; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
