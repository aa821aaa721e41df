"""Asking git: commands that write nothing, run no program that a repository names, and do not depend on settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from git import Repo

_SETTINGS = (
    # neither hooks nor a file system monitor are run, both are programs that a repository may name
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    # git diff would write the index
    "diff.autoRefreshIndex=false",
    # what can change the lines of a patch, and has no option of its own
    "core.quotePath=true",
    "diff.suppressBlankEmpty=false",
    "diff.orderFile=/dev/null",
    "diff.noprefix=false",
    "diff.mnemonicPrefix=false",
)
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


def answer(repository: Repo, command: str, *arguments: str) -> bytes:
    """What a git command prints; raises GitCommandError."""
    quiet = repository.git(c=list(_SETTINGS))
    options: dict[str, Any] = {
        "stdout_as_string": False,
        "strip_newline_in_stdout": False,
        "env": _ENVIRONMENT,
    }
    printed: bytes = getattr(quiet, command)(*arguments, **options)
    return printed


def beginning(repository: Repo, most: int, command: str, *arguments: str) -> bytes:
    """The first `most` bytes of what a git command prints; it is ended where it would print more."""
    quiet = repository.git(c=list(_SETTINGS))
    running = getattr(quiet, command)(*arguments, as_process=True, env=_ENVIRONMENT)
    printed: bytes = running.stdout.read(most)
    if len(printed) == most:
        running.proc.kill()
        running.proc.wait()
    else:
        running.wait()
    return printed


def pieces(repository: Repo, command: str, *arguments: str) -> Iterator[bytes]:
    """What a git command prints, piece by piece: it may be larger than the memory. Raises GitCommandError."""
    with running(repository, command, *arguments) as process:
        while piece := process.stdout.read(_PIECE):
            yield piece
        process.wait()


@contextmanager
def running(repository: Repo, command: str, *arguments: str, **options: Any) -> Iterator[Any]:
    """A git command while it runs, as GitPython's process; it is ended with the block."""
    quiet = repository.git(c=list(_SETTINGS))
    process = getattr(quiet, command)(*arguments, as_process=True, env=_ENVIRONMENT, **options)
    try:
        yield process
    finally:
        process.proc.kill()
        process.proc.wait()


_PIECE = 1 << 20


def entries(repository: Repo, command: str, *arguments: str) -> list[str]:
    """The NUL-separated answer of a git command; bytes that are not UTF-8 are escaped."""
    printed = answer(repository, command, *arguments)
    return printed.decode("utf-8", "backslashreplace").split("\0")
