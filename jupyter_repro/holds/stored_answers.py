"""What programs answered in the first run, in a file for each call: the command and how often it was called before."""

from __future__ import annotations

import os
import threading
from collections import Counter
from pathlib import Path

import msgspec

from jupyter_repro.digest import digest_text, digits_of


class ProgramAnswer(msgspec.Struct, frozen=True):
    """What a program wrote, and how it ended."""

    out: bytes | None
    err: bytes | None
    status: int | None


class StoredAnswers:
    """Answers in a folder: what the first run puts there, later ones get."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._calls: Counter[str] = Counter()
        self._lock = threading.Lock()

    def place(self, command: str) -> Path:
        """Where the answer of this call of a command is kept; each time that it is asked, it is the next call."""
        with self._lock:
            self._calls[command] += 1
            number = self._calls[command]
        return self._folder / f"{digits_of(digest_text(command), 20)}-{number}.json"

    def held(self, place: Path, answer: ProgramAnswer) -> ProgramAnswer:
        """What is to be answered: the first run's, which this is where there is none yet."""
        try:
            return msgspec.json.decode(place.read_bytes(), type=ProgramAnswer)
        except (OSError, msgspec.DecodeError):
            part = place.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(msgspec.json.encode(answer))
            part.replace(place)
            return answer
