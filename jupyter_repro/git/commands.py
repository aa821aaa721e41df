"""Asking git: commands that write nothing, run no program that a repository names, and do not depend on settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jupyter_repro.errors import NoAccess, ReproError

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
)
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


class CommandFailed(ReproError):
    """A git command ended with an error: the last line of what it says."""


def answer(repository: Repo, command: str, *arguments: str) -> bytes:
    """What a git command prints; raises CommandFailed, and NoAccess for a repository that git does not trust."""
    quiet = repository.git(c=list(_SETTINGS))
    options: dict[str, Any] = {
        "stdout_as_string": False,
        "strip_newline_in_stdout": False,
        "env": _ENVIRONMENT,
    }
    with _raising_ours():
        printed: bytes = getattr(quiet, command)(*arguments, **options)
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
    quiet = repository.git(c=list(_SETTINGS))
    with _raising_ours():
        process = getattr(quiet, command)(*arguments, as_process=True, env=_ENVIRONMENT, **options)
    try:
        yield process
    finally:
        process.proc.kill()
        process.proc.wait()


def entries(repository: Repo, command: str, *arguments: str) -> list[str]:
    """The NUL-separated answer of a git command; bytes that are not UTF-8 are escaped."""
    printed = answer(repository, command, *arguments)
    return printed.decode("utf-8", "backslashreplace").split("\0")


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
