"""Content that is received in pieces: counted and digested on its way, and noted when it has come to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import lru_cache
from ipaddress import ip_address
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.digest import digest_of
from jupyter_repro.extensions.data import DataNotes

NOTED_OTHERWISE: ContextVar[bool] = ContextVar("noted_otherwise", default=False)
"""Set while a library receives what another data reader tells, by the name that the library has for it."""

_FULL, _PART = 200, 206


class Tally:
    """Size and digest of what has been received so far."""

    def __init__(self, end: Callable[[str, int], None]) -> None:
        from blake3 import blake3

        self._hasher = blake3()
        self._size = 0
        self._end = end
        self._ended = False

    def add(self, content: bytes) -> None:
        """One piece more."""
        self._hasher.update(content)
        self._size += len(content)

    def end(self) -> None:
        """There is no more; said twice, it counts once."""
        if self._size and not self._ended:
            self._ended = True
            self._end(digest_of(self._hasher), self._size)


def tallied(
    method: str, uri: str, status: int, headers: Mapping[str, Any], notes: DataNotes, place: tuple[str, int]
) -> Tally | None:
    """A tally for the answer to a request for data that runs in a cell; None for other answers.

    A server that the notebook itself has started is no data from outside.
    """
    if NOTED_OTHERWISE.get() or method != "GET" or status not in {_FULL, _PART} or not place[0]:
        return None
    if _is_own_server(uri):
        return None
    fields = {name.lower(): str(value) for name, value in headers.items()}
    part = (
        f"#{fields['content-range'].replace(' ', '=')}"
        if status == _PART and "content-range" in fields
        else ""
    )
    name, etag = public_address(uri) + part, fields.get("etag", "")
    return Tally(lambda digest, size: notes.received(name, digest, size, etag, place))


def _is_own_server(uri: str) -> bool:
    parts = parse_address(uri)
    port = parts.port or {"https": 443}.get(parts.scheme, 80)
    return is_this_machine(parts.hostname) and is_served_here(port)


def is_this_machine(host: str) -> bool:
    """Whether a host's name or address is of this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@lru_cache(maxsize=64)
def is_served_here(port: int) -> bool:
    """Whether this process or one that it started listens on a port of this machine."""
    import psutil

    here = psutil.Process()
    return any(
        each.status == psutil.CONN_LISTEN and each.laddr.port == port
        for process in (here, *here.children(recursive=True))
        for each in _connections(process)
    )


def _connections(process: Any) -> list[Any]:
    import psutil

    try:
        return list(process.net_connections("tcp"))
    except psutil.Error:
        return []
