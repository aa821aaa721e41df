"""Standard output and error of a command, through which nobody's data steers a terminal or a build."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from jupyter_repro.errors import Unwritable
from jupyter_repro.formatting.visible_text import visible, without_commands

_REMEDY = "send it to a file on a disk that has room"


class VisibleStream(TextIOWrapper):
    """A text stream over the same bytes as another one, which shows what would steer."""

    def __init__(self, stream: Any) -> None:
        stream.flush()
        self.plain = stream
        """The other one: for what moves the cursor itself."""
        super().__init__(
            stream.buffer, stream.encoding, stream.errors, line_buffering=True, write_through=True
        )
        self.commands_pass = False
        """Whether lines may be commands of a build: for the report that consists of them."""

    def write(self, text: str) -> int:
        """Write it; answers the length of what was given.

        Raises BrokenPipeError where nobody reads, and Unwritable where it cannot be written for another reason.
        """
        shown = visible(text, colours=True)
        try:
            super().write(shown if self.commands_pass else without_commands(shown, os.environ))
        except BrokenPipeError:
            raise
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise Unwritable(f"the output of this command cannot be written: {why}", _REMEDY) from None
        return len(text)


@contextmanager
def visible_streams() -> Iterator[None]:
    """Both streams are such ones meanwhile; a stream without bytes below it is left as it is."""
    before = {name: getattr(sys, name) for name in ("stdout", "stderr")}
    made = {name: VisibleStream(each) for name, each in before.items() if hasattr(each, "buffer")}
    for name, stream in made.items():
        setattr(sys, name, stream)
    try:
        yield
    finally:
        for name, stream in made.items():
            setattr(sys, name, before[name])
            _detach(stream)  # else it would close what it writes to


def _detach(stream: VisibleStream) -> None:
    try:
        stream.detach()
    except (
        OSError
    ):  # nobody reads any more, or the disk is full: Python too would fail to write the rest at its end
        with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())
            stream.detach()


@contextmanager
def build_commands() -> Iterator[None]:
    """Lines may be commands of a build meanwhile."""
    streams = [each for each in (sys.stdout, sys.stderr) if isinstance(each, VisibleStream)]
    for stream in streams:
        stream.commands_pass = True
    try:
        yield
    finally:
        for stream in streams:
            stream.commands_pass = False
