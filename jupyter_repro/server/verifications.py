"""Verifications that were asked for: one runs at a time, the others wait, each in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Literal

from jupyter_repro.server.events import SCHEMA_ID

Phase = Literal["queued", "running", "done", "cancelled", "failed"]
ENDED = frozenset({"done", "cancelled", "failed"})
MOST_KEPT = 200
"""Ended verifications that are remembered."""
_PATIENCE = 5.0
"""Seconds that a process has to end its kernel before it is killed."""


@dataclass
class Verification:
    """One verification, from the moment it was asked for."""

    id: str
    path: str
    """Of the notebook, as the server names it."""
    file: Path
    phase: Phase = "queued"
    cell: int = 0
    cells: int = 0
    verdict: Mapping[str, Any] | None = None
    error: str = ""
    remedy: str = ""
    process: asyncio.subprocess.Process | None = field(default=None, repr=False)

    def told(self) -> dict[str, Any]:
        """All of it but the process, as JSON."""
        names = ("id", "path", "phase", "cell", "cells", "verdict", "error", "remedy")
        return {name: getattr(self, name) for name in names}


class Verifications:
    """The queue of a server."""

    def __init__(self, events: Any) -> None:
        self._events = events
        self._ids = count(1)
        self._all: dict[str, Verification] = {}
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[Verification]:
        return iter(self._all.values())

    def get(self, name: str) -> Verification | None:
        """The verification with this id."""
        return self._all.get(name)

    def ask(self, path: str, file: Path) -> Verification:
        """A new verification; of a notebook that waits or runs already, that one."""
        for each in self:
            if each.path == path and each.phase not in ENDED:
                return each
        asked = Verification(str(next(self._ids)), path, file)
        self._all[asked.id] = asked
        self._forget()
        self._tell(asked)
        task = asyncio.get_running_loop().create_task(self._take_turn(asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return asked

    async def cancel(self, asked: Verification) -> None:
        """End it, with the kernel that it runs; one that has ended stays as it is."""
        if asked.phase in ENDED:
            return
        process = asked.process
        self._become(asked, "cancelled")
        if process is not None:
            await _ended(process)

    async def end(self) -> None:
        """Cancel all that waits or runs."""
        for each in list(self):
            await self.cancel(each)
        await asyncio.gather(*self._tasks)

    async def _take_turn(self, asked: Verification) -> None:
        async with self._turn:
            if asked.phase == "queued":
                await self._run(asked)

    async def _run(self, asked: Verification) -> None:
        self._become(asked, "running")
        # a session of its own, so that the kernel ends with it
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "jupyter_repro.server.worker", str(asked.file)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
            start_new_session=True,
        )
        asked.process = process
        said, _ = await asyncio.gather(_last_words(process), self._read(asked, process))
        await process.wait()
        asked.process = None
        if asked.phase == "running":
            asked.error = asked.error or said or "it ended without a verdict"
            self._become(asked, "failed")

    async def _read(self, asked: Verification, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self._take(asked, json.loads(line))

    def _take(self, asked: Verification, line: Mapping[str, Any]) -> None:
        if asked.phase != "running":
            return
        if "verdict" in line:
            asked.verdict = line["verdict"]
            self._become(asked, "done")
        elif "error" in line:
            asked.error, asked.remedy = line["error"], line["remedy"]
            self._become(asked, "failed")
        else:
            asked.cell, asked.cells = line["cell"], line["cells"]
            self._tell(asked)

    def _become(self, asked: Verification, phase: Phase) -> None:
        asked.phase = phase
        self._tell(asked)

    def _tell(self, asked: Verification) -> None:
        status = {"status": asked.verdict["status"]} if asked.verdict else {}
        data = {name: getattr(asked, name) for name in ("id", "path", "phase", "cell", "cells")}
        self._events.emit(schema_id=SCHEMA_ID, data={**data, **status})

    def _forget(self) -> None:
        ended = [name for name, each in self._all.items() if each.phase in ENDED]
        for name in ended[: max(0, len(ended) - MOST_KEPT)]:
            del self._all[name]


_LONGEST_LINE = 1 << 30
"""Bytes of a verdict: the pictures of its differences are in it."""


async def _last_words(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    lines = (await process.stderr.read()).decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


async def _ended(process: asyncio.subprocess.Process) -> None:
    """End a process by asking, and after a while with force."""
    try:
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), _PATIENCE)
    except ProcessLookupError:
        return
    except TimeoutError:
        os.killpg(process.pid, signal.SIGKILL)
