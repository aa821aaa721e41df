"""What is received by HTTP through httpx."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import wraps
from typing import Any

from jupyter_repro.data_sources.received_content import Tally, tallied
from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import after, replaced


class HttpxReader:
    """Digests the bodies of answers while the notebook reads them."""

    modules = ("httpx",)

    def start(self, _module: str, notes: DataNotes) -> Undo:
        """Watch both transports."""
        from httpx import AsyncHTTPTransport, HTTPTransport

        return after(
            replaced(HTTPTransport, "handle_request", _watched(HTTPTransport.handle_request, notes)),
            replaced(
                AsyncHTTPTransport,
                "handle_async_request",
                _watched_async(AsyncHTTPTransport.handle_async_request, notes),
            ),
        )


def _watched(handle: Callable[..., Any], notes: DataNotes) -> Callable[..., Any]:
    stream = _stream()

    @wraps(handle)
    def handled(transport: Any, request: Any) -> Any:
        place = notes.place()
        return _with_tally(handle(transport, request), request, stream, notes, place)

    return handled


def _watched_async(handle: Callable[..., Any], notes: DataNotes) -> Callable[..., Any]:
    stream = _async_stream()

    @wraps(handle)
    async def handled(transport: Any, request: Any) -> Any:
        place = notes.place()
        return _with_tally(await handle(transport, request), request, stream, notes, place)

    return handled


def _with_tally(answer: Any, request: Any, stream: type, notes: DataNotes, place: tuple[str, int]) -> Any:
    tally = tallied(request.method, str(request.url), answer.status_code, answer.headers, notes, place)
    if tally:
        answer.stream = stream(answer.stream, tally)
    return answer


def _stream() -> type:
    from httpx import SyncByteStream

    class Counted(SyncByteStream):
        def __init__(self, stream: Any, tally: Tally) -> None:
            self._stream, self._tally = stream, tally

        def __iter__(self) -> Iterator[bytes]:
            for part in self._stream:
                self._tally.add(part)
                yield part

        def close(self) -> None:
            self._stream.close()
            self._tally.end()

    return Counted


def _async_stream() -> type:
    from httpx import AsyncByteStream

    class CountedAsync(AsyncByteStream):
        def __init__(self, stream: Any, tally: Tally) -> None:
            self._stream, self._tally = stream, tally

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for part in self._stream:
                self._tally.add(part)
                yield part

        async def aclose(self) -> None:
            await self._stream.aclose()
            self._tally.end()

    return CountedAsync
