"""What is received by HTTP through Python's own client: urllib, requests and all that stands on urllib3."""

from __future__ import annotations

import http.client as client
from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.data_sources.received_content import Tally, tallied
from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import after, replaced

_READS = ("read", "read1", "readline")


class HttpReader:
    """Digests the bodies of answers while the notebook reads them."""

    modules = ("http.client",)

    def __init__(self) -> None:
        self._asked: WeakKeyDictionary[Any, tuple[str, str, tuple[str, int]]] = WeakKeyDictionary()
        self._tallies: WeakKeyDictionary[Any, Tally] = WeakKeyDictionary()
        self._inside: set[int] = set()
        """Answers whose reading function calls another of its own, by identity: threads read several at once."""

    def start(self, _module: str, notes: DataNotes) -> Undo:
        """Watch requests, and the reading of their answers."""
        connection, response = client.HTTPConnection, client.HTTPResponse
        return after(
            replaced(connection, "putrequest", self._requesting(connection.putrequest, notes)),
            replaced(connection, "getresponse", self._answering(connection.getresponse, notes)),
            *(replaced(response, name, self._reading(getattr(response, name))) for name in _READS),
            replaced(response, "readinto", self._reading_into(response.readinto)),
            replaced(response, "close", self._closing(response.close)),
        )

    def _requesting(self, putrequest: Callable[..., None], notes: DataNotes) -> Callable[..., None]:
        @wraps(putrequest)
        def requested(connection: Any, method: str, url: str, *args: Any, **named: Any) -> None:
            self._asked[connection] = method, url, notes.place()
            putrequest(connection, method, url, *args, **named)

        return requested

    def _answering(self, getresponse: Callable[..., Any], notes: DataNotes) -> Callable[..., Any]:
        @wraps(getresponse)
        def answered(connection: Any, *args: Any, **named: Any) -> Any:
            answer = getresponse(connection, *args, **named)
            method, url, place = self._asked.get(connection, ("", "", ("", 0)))
            tally = tallied(
                method, _address(connection, url), answer.status, dict(answer.headers), notes, place
            )
            if tally:
                self._tallies[answer] = tally
            return answer

        return answered

    def _tally(self, answer: Any) -> Tally | None:
        return None if id(answer) in self._inside else self._tallies.get(answer)

    def _reading(self, read: Callable[..., bytes]) -> Callable[..., bytes]:
        @wraps(read)
        def reading(answer: Any, *args: Any, **named: Any) -> bytes:
            tally = self._tally(answer)
            if tally is None:
                return read(answer, *args, **named)
            self._inside.add(id(answer))
            try:
                content = read(answer, *args, **named)
            finally:
                self._inside.discard(id(answer))
            tally.add(content)
            if answer.isclosed():
                tally.end()
            return content

        return reading

    def _reading_into(self, readinto: Callable[..., int]) -> Callable[..., int]:
        @wraps(readinto)
        def reading(answer: Any, buffer: Any) -> int:
            tally = self._tally(answer)
            count = readinto(answer, buffer)
            if tally:
                tally.add(bytes(memoryview(buffer)[:count]))
                if answer.isclosed():
                    tally.end()
            return count

        return reading

    def _closing(self, close: Callable[..., None]) -> Callable[..., None]:
        @wraps(close)
        def closing(answer: Any) -> None:
            close(answer)
            if tally := self._tallies.get(answer):
                tally.end()

        return closing


def _address(connection: Any, url: str) -> str:
    if parse_address(url).is_url:
        return url
    scheme = "https" if isinstance(connection, client.HTTPSConnection) else "http"
    port = "" if connection.port == connection.default_port else f":{connection.port}"
    return f"{scheme}://{connection.host}{port}{url}"
