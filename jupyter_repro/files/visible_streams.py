"""Standard output and error of a command, through which nobody's data steers a terminal or a build."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any

from jupyter_repro.formatting.visible_text import visible, without_commands


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
        """Write it; answers the length of what was given."""
        shown = visible(text, colours=True)
        super().write(shown if self.commands_pass else without_commands(shown, os.environ))
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
            stream.detach()  # else it would close what it writes to


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
