"""Errors a person can act on: what happened, where, and what to do next.

A door prints them without a traceback and exits with `exit_status`.
"""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.exit_statuses import FAILED, UNVERIFIED, WRONG_USAGE


class ReproError(Exception):
    """Something the user can mend.

    `what` is one sentence without its full stop, `remedy` one line that says what to do next ("" for none). Where
    `subject` is given, the data or the file that the sentence begins with, `predicate` is what follows it.
    """

    exit_status = WRONG_USAGE

    def __init__(self, what: str, remedy: str = "", *, subject: str = "") -> None:
        self.subject = subject
        self.predicate = what.rstrip(".")
        self.what = f"{subject} {self.predicate}" if subject else self.predicate
        self.remedy = remedy
        super().__init__(self.what)

    @property
    def page(self) -> str:
        """The command that shows what the documentation says of errors of this class."""
        return f"jupyter repro help errors {type(self).__name__.lower()}"

    def __str__(self) -> str:
        return f"{self.what}.\n  {self.remedy}" if self.remedy else f"{self.what}."


class UnreadableInput(ReproError):
    """A notebook, snapshot or settings file that cannot be read or is not what it should be."""

    def __init__(self, path: str | Path, why: str, remedy: str = "") -> None:
        super().__init__(f"cannot be read: {why}", remedy, subject=str(path))
        self.path = str(path)


class Unwritable(ReproError):
    """A file that could not be written; every file is as it was before."""


class Busy(ReproError):
    """Another process is recording the same notebook."""


class NotebookFailed(ReproError):
    """The notebook raised, timed out, or its kernel died, so that there is nothing to record."""

    exit_status = FAILED


class NoSuchKernel(ReproError):
    """The notebook asks for a kernel that this machine does not have, or that does not start."""

    exit_status = UNVERIFIED


class MissingExtra(ReproError):
    """A library that is installed only on demand."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} is not installed", f"install it with: pip install 'jupyter-repro[{extra}]'")


class NoSuchData(ReproError):
    """There is no data at an address, or no source knows its scheme."""


class NoAccess(ReproError):
    """A store refused, or could not be reached; its message is shown without credentials."""


class NoAnswer(NoAccess):
    """A server that took the question and did not answer in time."""


class NoSuchVersion(ReproError):
    """A version that never existed, or is gone: which, since when, and the nearest one that is left."""
