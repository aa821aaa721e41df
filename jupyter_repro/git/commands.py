"""Asking git: commands that write nothing, run no program that a repository names, and do not depend on settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from jupyter_repro.errors import NoAccess, ReproError
from jupyter_repro.git.foreign_programs import ALONE, switched_off

if TYPE_CHECKING:
    from git import GitCommandError, Repo

_PIECE = 1 << 20
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
    # git log would run gpg
    "log.showSignature=false",
)
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", **ALONE}


class CommandFailed(ReproError):
    """A git command ended with an error: the last line of what it says."""


def answer(repository: Repo, command: str, *arguments: str) -> bytes:
    """What a git command prints; raises CommandFailed, and NoAccess for a repository that git does not trust."""
    options: dict[str, Any] = {"stdout_as_string": False, "strip_newline_in_stdout": False}
    with _raising_ours():
        printed: bytes = _asking(repository, command)(*arguments, **options)
    return printed


def beginning(repository: Repo, most: int, command: str, *arguments: str) -> bytes:
    """The first `most` bytes of what a git command prints; it is ended at more. Raises as `answer`."""
    with running(repository, command, *arguments) as process:
        printed: bytes = process.stdout.read(most)
        if len(printed) < most:
            _ended(process)
    return printed


def pieces(repository: Repo, command: str, *arguments: str) -> Iterator[bytes]:
    """What a git command prints, piece by piece: it may be larger than the memory. Raises as `answer`."""
    with running(repository, command, *arguments) as process:
        while piece := process.stdout.read(_PIECE):
            yield piece
        _ended(process)


@contextmanager
def running(repository: Repo, command: str, *arguments: str, **options: Any) -> Iterator[Any]:
    """A git command while it runs, as GitPython's process; it is ended with the block."""
    with _raising_ours():
        process = _asking(repository, command)(*arguments, as_process=True, **options)
    try:
        yield process
    finally:
        process.proc.kill()
        process.proc.wait()


def entries(repository: Repo, command: str, *arguments: str) -> list[str]:
    """The NUL-separated answer of a git command; bytes that are not UTF-8 are escaped."""
    printed = answer(repository, command, *arguments)
    return printed.decode("utf-8", "backslashreplace").split("\0")


def _asking(repository: Repo, command: str) -> Callable[..., Any]:
    """The command, with our settings over those of the repository; GitPython gives them to its next command alone."""
    environment = {**_ENVIRONMENT, **switched_off(repository)}
    return partial(getattr(repository.git(c=list(_SETTINGS)), command), env=environment)


def _ended(process: Any) -> None:
    with _raising_ours():
        process.wait()


@contextmanager
def _raising_ours() -> Iterator[None]:
    from git import GitCommandError, GitCommandNotFound

    try:
        yield
    except GitCommandNotFound:
        raise ReproError("git is not installed") from None
    except GitCommandError as error:
        raise _meant(error) from None


def _meant(error: GitCommandError) -> ReproError:
    said = str(error.stderr).strip().removeprefix("stderr: ").strip("' \n")
    if "dubious ownership" in said:
        return NoAccess(
            "git does not trust the repository, which belongs to somebody else",
            "see: git help config, safe.directory",
        )
    return CommandFailed((said or str(error)).splitlines()[-1])
