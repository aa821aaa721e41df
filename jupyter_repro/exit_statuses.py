"""The exit statuses of all commands, and what each means."""

from __future__ import annotations

from typing import NamedTuple

WELL = 0
DIFFERS = 1
WRONG_USAGE = 2
FAILED = 3
UNVERIFIED = 4
INTERRUPTED = 130
"""As shells count: 128 and the number of SIGINT."""
TERMINATED = 143
"""As shells count: 128 and the number of SIGTERM."""


class ExitStatus(NamedTuple):
    """One row of the table."""

    number: int
    meaning: str


EXIT_STATUSES = (
    ExitStatus(
        WELL, "All is well: each output is identical or equivalent, or the command has done its work."
    ),
    ExitStatus(
        DIFFERS,
        "Something differs: an output diverged, a context drifted under --strict, check has found a problem, "
        "or data could not be brought back.",
    ),
    ExitStatus(WRONG_USAGE, "Wrong usage, or an input or a setting that cannot be read."),
    ExitStatus(
        FAILED,
        "A notebook failed: it raised, took too long or too much memory, or its kernel died. "
        "Or a tracker could not be reached.",
    ),
    ExitStatus(
        UNVERIFIED,
        "A notebook is stale or cannot be verified: edited, without a snapshot and outputs, or without its kernel.",
    ),
    ExitStatus(INTERRUPTED, "Stopped with Ctrl-C."),
    ExitStatus(TERMINATED, "Ended by SIGTERM."),
)
"""Of several notebooks, the highest of 0 to 4 wins."""
