"""Names of data in a snapshot: which of them means a file, a home file, data in a store, or a query.

- `relative`: a file, or with a slash at its end a folder, as seen from the notebook: `data/sales.csv`, `./~x`
- `home`: below the home folder: `~/sales.csv`
- `uri`: a file that lies elsewhere, or whose name is not UTF-8: `file:///data/sales.csv`, `file:%FF.csv`
- `address`: what a store, a server or a database has: `delta:data/orders`, `sqlite:///shop.db#orders`
- `query`: what a database answered to a statement that a snapshot does not have: `sqlite:shop.db#query=7f518197`
"""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import public_address

Kind = Literal["relative", "home", "uri", "address", "query"]

HOME = "~/"
_FILE = "file"
QUERY = "query="
"""Begins what is read of a database by a statement; its digest follows."""


class Versioned(Protocol):
    """What a snapshot knows of a version of data: here, its id."""

    @property
    def id(self) -> str: ...  # noqa: D102


class DataName(msgspec.Struct, frozen=True):
    """A name of data, taken apart."""

    text: str
    """As the snapshot has it."""
    kind: Kind
    scheme: str
    """Of the store, in small letters; "" for a relative file and a home file, `file` for a uri."""
    path: str
    """What follows the scheme, before what is read of it; of a file the whole name, of a home file that below it."""
    query: str = ""
    """What is read of a database or a store, behind the #; "" for files."""
    version: str = ""
    """Id of the version that stands behind the name, where a snapshot has several of the same data; "" for none."""

    @property
    def address(self) -> str:
        """By which the store is asked: the name without the version behind it."""
        return self.text.removesuffix(f"@{self.version}") if self.version else self.text

    @property
    def store(self) -> str:
        """The address without what is read there: that of the database."""
        return self.address.removesuffix(f"#{self.query}") if self.query else self.address

    @property
    def is_file(self) -> bool:
        """Whether it is a file or folder of this machine."""
        return self.kind in {"relative", "home", "uri"}

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder that was read whole."""
        return self.is_file and self.text.endswith("/")

    @property
    def public(self) -> str:
        """The name without secrets, which an address may carry that another program wrote."""
        if self.is_file:
            return self.text
        return public_address(self.store) + (f"#{self.query}" if self.query else "")


def data_name(name: str, version: Versioned | None = None) -> DataName:
    """Take the name of data in a snapshot apart; `version` is that of its record.

    Only the name of a version can begin with a scheme alone: without one, `sales:2024.csv` is a file.

    >>> data_name("sqlite:no#1.db#query=7f51819760523a29").path
    'no#1.db'
    >>> data_name("sales:2024.csv").kind
    'relative'
    """
    if name == HOME[:1] or name.startswith(HOME):
        return DataName(name, "home", "", name[len(HOME) :])
    found = parse_address(name)
    if found.scheme == _FILE:
        return DataName(name, "uri", _FILE, found.rest)
    if found.scheme and "#" + QUERY in name:
        path, _, query = found.rest.rpartition("#" + QUERY)
        return DataName(name, "query", found.scheme, path, QUERY + query)
    behind = f"@{version.id}" if version else ""
    is_another = version is not None and name.endswith(behind)
    if not found.scheme or (version is None and not found.is_url):
        return DataName(name, "relative", "", name, "", version.id if version and is_another else "")
    path, _, query = (found.rest.removesuffix(behind) if behind else found.rest).partition("#")
    return DataName(name, "address", found.scheme, path, query, version.id if version and is_another else "")
