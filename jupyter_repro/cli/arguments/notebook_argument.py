"""The argument that names one notebook, and the options that say what its run may take."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike, fspath
from pathlib import Path
from typing import Any, TypeVar

import click

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.records.run_limits import memory_limit, time_limit

Command = TypeVar("Command", bound=Callable[..., Any])


class NotebookPath(click.Path):
    """Path of one notebook; it need not exist, but a folder is refused before anything is done."""

    def convert(
        self, value: str | PathLike[str], _param: click.Parameter | None, _context: click.Context | None
    ) -> Path:
        """The path; raises UnreadableInput."""
        return notebook_at(fspath(value))


def notebook_at(text: str) -> Path:
    """What a text names, as the path of a notebook; raises UnreadableInput for nothing and for a folder."""
    if not text:
        raise UnreadableInput("''", "the name is empty", "name a notebook")
    path = Path(text)
    if path.is_dir():
        raise UnreadableInput(path, "it is a folder, not a notebook", "name a notebook in it")
    return path


NOTEBOOK = NotebookPath()


class Seconds(click.ParamType[float]):
    """A time limit, in seconds."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Seconds; a usage error for what is none, or no time at all."""
        try:
            return time_limit(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class MemorySize(click.ParamType[int]):
    """A size such as `2 GB`, in bytes."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Bytes; a usage error for what is no size."""
        try:
            return memory_limit(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def with_run_limits(command: Command) -> Command:
    """Give a command `timeout`, `notebook_timeout` and `memory_limit`."""
    options = (
        click.option("--timeout", type=Seconds(), help="Seconds that one cell may take."),
        click.option(
            "--notebook-timeout",
            type=Seconds(),
            metavar="SECONDS",
            help="Seconds that a whole notebook may take.",
        ),
        click.option(
            "--memory-limit",
            type=MemorySize(),
            help="Memory that a notebook may use, as in 2GB.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command
