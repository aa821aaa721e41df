"""The objects in this user's cache."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager, suppress

from blake3 import blake3

from jupyter_repro.digest import digits_of
from jupyter_repro.kept_data.chunk_list import Chunk, decode_chunks
from jupyter_repro.kept_data.object_database import own_objects
from jupyter_repro.kept_data.places import CHUNKED, changing, kept_folder, object_path
from jupyter_repro.kept_data.presence import complete_digest
from jupyter_repro.kept_data.reading import Objects


class CachedObjects:
    """A place to read objects from, to write them to, and to copy them from and to."""

    def read(self, oid: str) -> bytes:
        """The content of the object's file; raises OSError, FileNotFoundError also where the cache is no folder."""
        try:
            return object_path(oid).read_bytes()
        except NotADirectoryError:
            raise FileNotFoundError(oid) from None

    def set_aside(self, oid: str) -> None:
        """Move an object to `damaged`, as far as this user may."""
        place = kept_folder() / "damaged"
        with suppress(OSError):
            place.mkdir(mode=0o700, exist_ok=True)
            object_path(oid).replace(place / oid)

    def sizes(self, oids: Collection[str]) -> dict[str, int]:
        """Bytes of those of the objects that are there."""
        found = {}
        for oid in oids:
            with suppress(OSError):
                found[oid] = object_path(oid).stat().st_size
        return found

    def write(self, oid: str, content: bytes) -> None:
        """Store an object whose digest is known to be right; raises Unwritable.

        Of a list of chunks only its form is known: raises ValueError where they do not make up what its name says.
        """
        if oid.endswith(CHUNKED) and _digits_of(decode_chunks(content)) != oid.removesuffix(CHUNKED):
            raise ValueError(oid)
        own_objects().put(oid, content)

    def full(self, short: str) -> str | None:
        """All digits of the only file whose digest begins so; None where there is none, or more."""
        found = complete_digest(short, (self,))
        return found and digits_of(found)

    def finishing(self) -> AbstractContextManager[None]:
        """While it lasts, nobody takes objects away."""
        return changing()


OWN_CACHE: tuple[Objects, ...] = (CachedObjects(),)


def _digits_of(chunks: list[Chunk]) -> str:
    """Digits of the digest of what the chunks make up, which are all here."""
    whole = blake3()
    for chunk in chunks:
        whole.update(object_path(chunk.oid).read_bytes())
    return str(whole.hexdigest())
