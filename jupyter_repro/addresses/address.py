"""An address as it was written, taken apart and not changed: `s3://bucket/key`, `delta:data/orders`, `C:/data/x.csv`.

Addresses of stores, databases and trackers are no URLs of RFC 3986: a path may follow the scheme at once, another
address may follow it, a key may hold a `#`, a password a slash. Libraries for URLs normalise or refuse these, and what
was normalised would be another name in a snapshot.
"""

from __future__ import annotations

import re
from os import PathLike
from typing import NamedTuple
from urllib.parse import parse_qsl

_SCHEME = re.compile(r"([A-Za-z][\w+.-]+):")
"""One letter is a drive of Windows."""
_CHAIN = re.compile(r"^[A-Za-z][\w+.-]*::|::[A-Za-z][\w+.-]*:")
"""Two colons between two links; those of an address of IPv6 stand in brackets."""
_PORT = re.compile(r"(?P<name>\[[^\]]*\]|[^:]*)(?::(?P<port>\d+))?")
_OF_THIS_MACHINE = frozenset({"", "file", "local"})


class Address(NamedTuple):
    """The parts of an address; of a plain path, `path` is all before a `?` or `#`."""

    text: str
    """As it was written."""
    scheme: str
    """In small letters; "" for a plain path."""
    is_url: bool
    """Whether two slashes follow the scheme, and then an authority."""
    authority: str
    """Of `scheme://user:password@host:port/path`, what stands between the slashes; "" for none."""
    path: str
    """What follows the scheme or the authority, as it was written, with its slash."""
    query: str
    """Behind the question mark."""
    fragment: str
    """Behind the #: what is read of a database or a store."""

    @property
    def rest(self) -> str:
        """All behind the scheme and its colon."""
        return self.text[len(self.scheme) + 1 :] if self.scheme else self.text

    @property
    def base(self) -> str:
        """The address without the fragment: the database or store that something is read of."""
        return self.text.partition("#")[0]

    @property
    def user(self) -> str:
        """User and password; "" for none."""
        return self.authority.rpartition("@")[0]

    @property
    def host(self) -> str:
        """Host and port, or bucket."""
        return without_user(self.authority)

    @property
    def hostname(self) -> str:
        """The host's name in small letters, without brackets and port."""
        found = _PORT.fullmatch(self.host)
        return (found["name"] if found else self.host).strip("[]").lower()

    @property
    def port(self) -> int | None:
        """The port that is said; None for none."""
        found = _PORT.fullmatch(self.host)
        return int(found["port"]) if found and found["port"] else None

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Name and value of each parameter of the query, decoded."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def is_chain(self) -> bool:
        """Whether it is one of fsspec's that leads through another: `simplecache::s3://bucket/key`."""
        return _CHAIN.search(self.text) is not None

    @property
    def first_link(self) -> str:
        """Scheme of the first link of a chain: `simplecache`."""
        return self.text.partition(":")[0].lower()

    @property
    def holds_url(self) -> bool:
        """Whether a URL stands anywhere in it, also behind another scheme: `mlflow:http://host`, `codecommit::https://x`."""
        return "://" in self.text

    @property
    def is_remote(self) -> bool:
        """Whether it is a URL that leads off this machine: `file:///t` does not, and no path does."""
        return self.is_url and self.scheme not in _OF_THIS_MACHINE


def parse_address(text: str, *, fragments: bool = True) -> Address:
    """Take an address apart; with `fragments` False, a # is a letter like any other, as in the keys of a bucket.

    >>> parse_address("postgresql+psycopg://me@host:5432/shop#orders@updated_at").fragment
    'orders@updated_at'
    >>> parse_address("delta:s3://bucket/orders").path
    's3://bucket/orders'
    """
    found = _SCHEME.match(text)
    rest = text[found.end() :] if found else text
    before, _, fragment = rest.partition("#") if fragments else (rest, "", "")
    place, _, query = before.partition("?")
    is_url = found is not None and place.startswith("//")
    authority, slash, path = place[2:].partition("/") if is_url else ("", "", place)
    return Address(
        text, found[1].lower() if found else "", is_url, authority, f"{slash}{path}", query, fragment
    )


def is_remote(path: str | PathLike[str]) -> bool:
    """Whether a path or an address leads off this machine: the one rule for notebooks, tables and remotes."""
    return parse_address(str(path)).is_remote


def without_user(authority: str) -> str:
    """Host and port alone, of `user:password@host:port`."""
    return authority.rpartition("@")[2]
