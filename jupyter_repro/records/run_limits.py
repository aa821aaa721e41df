"""What one execution of a notebook may take."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.sizes import size_in_bytes


@dataclass(frozen=True)
class RunLimits:
    """Limits of a whole execution; None for no limit."""

    notebook_timeout: float | None = None
    """Seconds from the kernel's start on."""
    memory: int | None = None
    """Resident bytes of the kernel and all that it has started, together."""

    def or_else(self, others: RunLimits) -> RunLimits:
        """These limits, and those of `others` where these say nothing."""
        return RunLimits(
            others.notebook_timeout if self.notebook_timeout is None else self.notebook_timeout,
            others.memory if self.memory is None else self.memory,
        )

    @property
    def are_set(self) -> bool:
        """Whether anything is limited."""
        return self != RunLimits()


def time_limit(text: str) -> float:
    """The seconds of a time limit; raises ValueError for what is no number above 0."""
    with suppress(ValueError):
        if (seconds := float(text)) > 0:
            return seconds
    raise ValueError(f"{text!r} is no number of seconds above 0")


def memory_limit(text: str) -> int:
    """The bytes that a person means by `2 GB`.

    Raises ValueError for what is no size, and for nothing at all.
    """
    size = size_in_bytes(text)
    if not size:
        raise ValueError(f"{text!r} leaves no memory to run in")
    return size


class Allowance(NamedTuple):
    """An option of `snapshot` and `verify` that allows a run more than it was allowed."""

    option: Literal["--timeout", "--notebook-timeout", "--memory-limit"]
    value: str


def remedy_by(allowance: Allowance, command: str, notebook: str | Path) -> str:
    """What to do about a notebook that exceeded a limit when it was run by this command."""
    words = f"{command} {shell_word(notebook)} {allowance.option} {allowance.value}"
    return f"let it take more with: jupyter repro {words}"
