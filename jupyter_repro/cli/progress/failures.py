"""The notebooks that fail, as soon as they do."""

from __future__ import annotations

from typing import Any, NamedTuple

import click

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.visible_text import in_one_line
from jupyter_repro.jobs.watcher import Unwatched
from jupyter_repro.verdicts import Unreadable, Verdict


class Failed(NamedTuple):
    """A notebook that was not recorded, and why."""

    what: str
    exit_status: int


def failed_by(error: ReproError) -> Failed:
    """What an error says of a notebook."""
    return Failed(str(error), error.exit_status)


class Failures(Unwatched):
    """A line on standard error for each notebook that fails."""

    def ended(self, path: str, answer: Any) -> None:
        """Say so, where it is more than nothing."""
        if line := failure(path, answer):
            click.echo(line, err=True)


def failure(path: str, answer: Any) -> str:
    """A line on a notebook that did not reproduce; "" for any other."""
    if isinstance(answer, Verdict) and answer.exit_status:
        return f"{in_one_line(path)}: {answer.status}"
    if isinstance(answer, Failed):
        return answer.what.splitlines()[0]
    return f"{in_one_line(path)}: {answer.what}" if isinstance(answer, Unreadable) else ""
