"""Kept files by the digest of their content: put into the cache, and fetched from it, else from the remote."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.digest import ALGORITHM, short_digest
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.files.whole_files import new_file, sync_folder, write_pieces
from jupyter_repro.kept_data.cached_objects import OWN_CACHE
from jupyter_repro.kept_data.places import kept_folder, object_path
from jupyter_repro.kept_data.presence import DIGITS
from jupyter_repro.kept_data.putting import full_digest, is_kept, keep
from jupyter_repro.kept_data.reading import pieces, read_chunks, read_listing
from jupyter_repro.kept_data.remotes import Remote, remote_at
from jupyter_repro.trust.trusted_projects import remote_for


def fetch_kept(digest: str, into: Path, remote: str | None = None) -> None:
    """Write the file that has this digest, or one that begins so, to `into`, where nothing lies yet.

    `remote` is the address to look at where the cache does not have it, "" for none; without it that of the project
    which `into` lies in. Raises NoSuchVersion, which says where it was looked for, Damaged, and NoAccess; then there is
    no file. OSError where it cannot be written.
    """
    remote = remote_for(into.absolute().parent) if remote is None else remote
    with new_file(into) as file:
        write_pieces(file, kept_pieces(digest, remote))
    sync_folder(into.parent)


def kept_pieces(digest: str, remote: str = "") -> Iterator[bytes]:
    """The content of the file, piece by piece, each checked; raises as `fetch_kept` does.

    What makes up a large file is checked as a whole when its last piece was taken, and Damaged raised then.
    """
    later = _Later(remote)
    try:
        yield from pieces(_all_digits(digest, later), (*OWN_CACHE, later))
    except FileNotFoundError:
        raise _nowhere(digest, remote) from None


def kept_files(digest: str, remote: str = "") -> dict[str, str]:
    """Path below a folder that was read whole to the digest of each file, by the folder's digest.

    Raises NoSuchVersion, Damaged, NoAccess.
    """
    try:
        return read_listing(digest.removeprefix(ALGORITHM), (*OWN_CACHE, _Later(remote)))
    except FileNotFoundError:
        raise _nowhere(digest, remote) from None


def kept_size(digest: str) -> int | None:
    """Bytes of the file that has this digest, by all its digits; None where the cache does not have it."""
    if not digest.startswith(ALGORITHM) or not is_kept(digest):
        return None
    digits = digest.removeprefix(ALGORITHM)
    whole = object_path(digits)
    return (
        whole.stat().st_size
        if whole.is_file()
        else sum(chunk.size for chunk in read_chunks(digits, OWN_CACHE))
    )


class _Later:
    """The objects of a remote, which is opened only where something is not in the cache."""

    def __init__(self, address: str) -> None:
        self._address = address

    @cached_property
    def remote(self) -> Remote | None:
        """None where there is no address."""
        if not self._address:
            return None
        return remote_at(self._address)

    def read(self, oid: str) -> bytes:
        if self.remote is None:
            raise FileNotFoundError(oid)
        return self.remote.read(oid)

    def set_aside(self, oid: str) -> None:
        """Nothing: it is not ours alone."""


def _all_digits(digest: str, later: _Later) -> str:
    """All digits of a digest that may be a beginning; raises FileNotFoundError."""
    digits = digest.removeprefix(ALGORITHM)
    if len(digits) == DIGITS:
        return digits
    known = (full_digest(digest) or "").removeprefix(ALGORITHM)
    known = known or (later.remote.full(digits) if later.remote else None) or ""
    if not known:
        raise FileNotFoundError(digest)
    return known


def _nowhere(digest: str, remote: str) -> NoSuchVersion:
    where = (
        f"neither in {kept_folder()} nor in {public_address(remote)}" if remote else f"not in {kept_folder()}"
    )
    return NoSuchVersion(
        f"{short_digest(digest, _DIGITS)} is {where}",
        "see where else it may be with: jupyter repro data status",
    )


_DIGITS = 16

__all__ = ["fetch_kept", "full_digest", "is_kept", "keep", "kept_files", "kept_pieces", "kept_size"]
