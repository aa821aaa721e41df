"""The bundle's file, and unpacking one that came from anybody."""

from __future__ import annotations

import stat
import struct
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from jupyter_repro.errors import ReproError, UnreadableInput, Unwritable
from jupyter_repro.handing_over.bundle import CHECKSUMS, SIGNATURE, BadBundle, checksums, write_archive
from jupyter_repro.handing_over.signature import signed
from jupyter_repro.handing_over.unpacking import unpack

CONTENTS = {"project/a.ipynb": b"{}", "project/data/x.csv": b"1,2\n", "README.md": b"read me"}
NAMES = some.lists(
    some.text("abcé ._-", min_size=1, max_size=8).filter(lambda name: name.strip("./ ")),
    min_size=1,
    max_size=3,
)


def packed(path, contents=CONTENTS, key=None, listed=None):
    listed = checksums(contents) if listed is None else listed
    made = {**contents, CHECKSUMS: listed}
    if key:
        made[SIGNATURE] = signed(listed, key, "a.ipynb")
    write_archive(path, made)
    return path


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Two private keys and their public ones, made by openssl."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("mine", "theirs"):
        private, public = folder / f"{name}.pem", folder / f"{name}.pub"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", private], check=True)
        subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)
    return folder


def test_a_bundle_is_unpacked_as_it_was_packed(tmp_path):
    unpack(packed(tmp_path / "a.repro.zip"), tmp_path / "out")
    assert tree(tmp_path / "out") == CONTENTS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(some.dictionaries(NAMES.map("/".join), some.binary(max_size=50), max_size=5), some.randoms())
def test_the_same_content_gives_the_same_bytes_in_whatever_order_it_comes(tmp_path, contents, random):
    names = list(contents)
    random.shuffle(names)
    one = packed(tmp_path / "one.repro.zip", contents)
    two = packed(tmp_path / "two.repro.zip", {name: contents[name] for name in names})
    assert one.read_bytes() == two.read_bytes()


def test_a_file_and_its_bytes_are_packed_alike(tmp_path):
    (tmp_path / "x").write_bytes(CONTENTS["README.md"])
    one = packed(tmp_path / "one.repro.zip")
    two = packed(tmp_path / "two.repro.zip", {**CONTENTS, "README.md": tmp_path / "x"})
    assert one.read_bytes() == two.read_bytes()


def test_what_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(Unwritable):
        packed(tmp_path / "none" / "a.repro.zip")
    with pytest.raises(Unwritable):
        packed(tmp_path / "a.repro.zip", {**CONTENTS, "x": Path("/dev/null/x")}, listed=b"")
    assert list(tmp_path.iterdir()) == []


def refused(tmp_path, bundle, **options):
    """What is said of a bundle; nothing was written."""
    before = tree(tmp_path)
    with pytest.raises(BadBundle) as raised:
        unpack(bundle, tmp_path / "out", **options)
    assert tree(tmp_path) == before
    assert not (tmp_path / "out").exists()
    assert "\n" not in raised.value.what
    return raised.value.what


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/x", "C:/x", "a\\..\\x", "a//x", "./x", "a/", "..", "project/../../x"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    bundle = tmp_path / "a.repro.zip"
    listed = checksums({**CONTENTS, name: b"x"})
    with zipfile.ZipFile(bundle, "w") as archive:
        for each, content in {**CONTENTS, name: b"x", CHECKSUMS: listed}.items():
            entry = zipfile.ZipInfo("x")
            entry.filename = each
            archive.writestr(entry, content)
    assert "would lead out of the folder, or is no plain name" in refused(tmp_path, bundle)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path, kind):
    bundle = packed(tmp_path / "a.repro.zip", {**CONTENTS, "z": b"/etc/passwd"})
    with zipfile.ZipFile(bundle, "a") as archive:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = (kind | 0o777) << 16
        archive.writestr(entry, b"/etc/passwd")
    assert "'link' is no regular file" in refused(tmp_path, bundle)


def test_a_zip_bomb_is_refused(tmp_path):
    bundle = tmp_path / "a.repro.zip"
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"0" * 50_000_000)
        archive.writestr(CHECKSUMS, checksums({"bomb": b"0"}))
    assert "is compressed" in refused(tmp_path, bundle)


def test_entries_that_lie_over_each_other_are_refused(tmp_path):
    bundle = packed(tmp_path / "a.repro.zip", {"a": b"x" * 1_000, "b": b"x" * 1_000})
    content = bytearray(bundle.read_bytes())
    directory = content.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", content[directory + 16 : directory + 20])[0]
    first = content.index(b"PK\x01\x02", start)
    second = content.index(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    bundle.write_bytes(content)
    refused(tmp_path, bundle)


def test_every_flipped_byte_of_a_file_is_found(tmp_path):
    bundle = packed(tmp_path / "a.repro.zip")
    content = bytearray(bundle.read_bytes())
    content[content.index(b"1,2\n")] ^= 1
    bundle.write_bytes(content)
    said = refused(tmp_path, bundle)
    assert "x.csv" in said or "Bad CRC" in said


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ({"project/a.ipynb": b"{}", "README.md": b"read me"}, "'project/data/x.csv' is missing"),
        ({**CONTENTS, "more": b""}, "'more' was added"),
        ({**CONTENTS, "project/a.ipynb": b"[]"}, "'project/a.ipynb' is not what was packed"),
    ],
)
def test_what_is_missing_added_or_swapped_is_named(tmp_path, contents, said):
    bundle = packed(tmp_path / "a.repro.zip", contents, listed=checksums(CONTENTS))
    assert said in refused(tmp_path, bundle)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_what_is_no_archive_is_reported_in_one_line(tmp_path, content):
    (tmp_path / "a.repro.zip").write_bytes(content)
    assert "is not a bundle, or was cut" in refused(tmp_path, tmp_path / "a.repro.zip")


def test_an_archive_of_something_else_is_no_bundle(tmp_path):
    write_archive(tmp_path / "a.repro.zip", {"a": b""})
    assert "it has no checksums.b3" in refused(tmp_path, tmp_path / "a.repro.zip")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(some.data())
def test_whatever_is_done_to_a_bundle_nothing_is_written_outside_its_folder(tmp_path, data):
    bundle = packed(tmp_path / "a.repro.zip")
    content = bytearray(bundle.read_bytes())
    for _ in range(data.draw(some.integers(1, 4))):
        content[data.draw(some.integers(0, len(content) - 1))] = data.draw(some.integers(0, 255))
    bundle.write_bytes(content)
    try:
        unpack(bundle, tmp_path / "out")
    except ReproError:
        assert [path.name for path in tmp_path.iterdir()] == ["a.repro.zip"]
    else:
        assert tree(tmp_path / "out") == CONTENTS
        for path in sorted((tmp_path / "out").rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        (tmp_path / "out").rmdir()


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(Unwritable, match="it is there already"):
        unpack(packed(tmp_path / "a.repro.zip"), tmp_path / "out")


def test_a_bundle_signed_by_the_key_is_taken(tmp_path, keys):
    unpack(packed(tmp_path / "a.repro.zip", key=keys / "mine.pem"), tmp_path / "out", key=keys / "mine.pub")
    assert tree(tmp_path / "out").items() >= CONTENTS.items()


def test_a_signature_of_another_key_or_bundle_is_refused(tmp_path, keys):
    bundle = packed(tmp_path / "a.repro.zip", key=keys / "theirs.pem")
    assert "it was not signed by the key in" in refused(tmp_path, bundle, key=keys / "mine.pub")
    other = {**CONTENTS, "project/a.ipynb": b"[]"}
    swapped = {
        **other,
        CHECKSUMS: checksums(other),
        SIGNATURE: signed(checksums(CONTENTS), keys / "mine.pem", "a"),
    }
    write_archive(bundle, swapped)
    assert "its signature is of another bundle" in refused(tmp_path, bundle, key=keys / "mine.pub")
    write_archive(bundle, {**swapped, SIGNATURE: b"{}"})
    assert "it was not signed by the key in" in refused(tmp_path, bundle, key=keys / "mine.pub")


def test_without_a_signature_it_is_refused_where_one_is_required(tmp_path, keys):
    assert "it is not signed" in refused(tmp_path, packed(tmp_path / "a.repro.zip"), key=keys / "mine.pub")


def test_what_is_no_key_is_named(tmp_path, keys):
    (tmp_path / "no.pem").write_text("no key")
    with pytest.raises(UnreadableInput, match="no private key without a password"):
        signed(b"", tmp_path / "no.pem", "a")
    bundle = packed(tmp_path / "a.repro.zip", key=keys / "mine.pem")
    with pytest.raises(UnreadableInput, match="no public key"):
        unpack(bundle, tmp_path / "out", key=tmp_path / "no.pem")
