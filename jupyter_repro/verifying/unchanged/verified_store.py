"""Where it is kept what was verified: a folder, or any address of fsspec.

An entry is called by the digest of all that its verdict depends on, so that branches and machines may share a store,
and anything in it may be deleted at any time.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from jupyter_repro.digest import Digest, digits_of
from jupyter_repro.errors import ReproError, Unwritable
from jupyter_repro.files.cache_folder import cache_folder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.timestamps import now
from jupyter_repro.verdicts import Verdict

SCHEMA = "jupyter-repro/verified@1"
_ABOUT = "about.json"


class About(msgspec.Struct, frozen=True):
    """What a store says of itself."""

    schema: str


class Entry(msgspec.Struct, frozen=True):
    """One verification."""

    key: Digest
    at: str
    """When, as an ISO 8601 time stamp in UTC."""
    verdict: Verdict


class VerifiedStore:
    """Entries by their key. Raises ReproError where the store cannot be reached, or is of another version."""

    def __init__(self, address: str = "") -> None:
        self.address = address or str(cache_folder() / "verified")
        with self._reaching():
            from fsspec.core import url_to_fs

            self._files, self._root = url_to_fs(self.address)
            self._files.makedirs(self._root, exist_ok=True)
            self._check(f"{self._root}/{_ABOUT}")
        self.damaged: set[str] = set()
        """Names of the files that are no entries."""

    def get(self, key: Digest) -> Entry | None:
        """The entry; None where there is none, or a damaged one."""
        with self._reaching():
            try:
                content = self._files.cat_file(self._place(key))
            except FileNotFoundError:
                return None
        try:
            entry = msgspec.json.decode(content, type=Entry)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            self.damaged.add(self._place(key))
            return None
        return entry if entry.key == key else None

    def put(self, key: Digest, verdict: Verdict) -> None:
        """Keep what a run said."""
        place = self._place(key)
        with self._reaching():
            self._files.makedirs(place.rpartition("/")[0], exist_ok=True)
            self._write(place, msgspec.json.encode(Entry(key, now(), verdict)))

    def _check(self, about: str) -> None:
        if not self._files.exists(about):
            self._write(about, msgspec.json.encode(About(SCHEMA)))
            return
        try:
            found = msgspec.json.decode(self._files.cat_file(about), type=About).schema
        except (msgspec.MsgspecError, UnicodeDecodeError):
            found = "something else"
        if found != SCHEMA:
            what = f"{self.address} is a store of {found}, not of {SCHEMA}"
            raise ReproError(
                what, f"delete it, or name another: --changed-store {shell_word(self.address)}-1"
            )

    def _write(self, place: str, content: bytes) -> None:
        """In one go: another process may read it at any moment."""
        aside = f"{place}.{secrets.token_hex(4)}"
        self._files.pipe_file(aside, content)
        self._files.mv(aside, place)

    def _place(self, key: Digest) -> str:
        digits = digits_of(key)
        return f"{self._root}/{digits[:2]}/{digits}.json"

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except ReproError:
            raise
        except Exception as error:  # each store of fsspec has errors of its own
            raise Unwritable(f"the store {self.address} cannot be used: {error}", _ELSEWHERE) from None


_ELSEWHERE = "name another with: --changed-store ADDRESS"
