"""What is received by HTTP through aiohttp, as fsspec does."""

from __future__ import annotations

from functools import wraps
from typing import Any

from jupyter_repro.data_sources.received_content import tallied
from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import replaced


class AiohttpReader:
    """Digests the bodies of answers that are read as a whole."""

    modules = ("aiohttp",)

    def start(self, _module: str, notes: DataNotes) -> Undo:
        """Watch the reading of answers."""
        import aiohttp

        read = aiohttp.ClientResponse.read

        @wraps(read)
        async def reading(answer: Any) -> bytes:
            content = await read(answer)
            place = notes.place()
            tally = tallied(answer.method, str(answer.url), answer.status, answer.headers, notes, place)
            if tally:
                tally.add(content)
                tally.end()
            return content

        return replaced(aiohttp.ClientResponse, "read", reading)
