"""Verifying many notebooks: which they are, and one answer for all."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.addresses.address import is_remote, parse_address
from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.errors import ReproError
from jupyter_repro.executing.plan import Progress
from jupyter_repro.extensions.protocols import Executor, Watcher
from jupyter_repro.extensions.registry import parts
from jupyter_repro.formatting.suggestions import did_you_mean
from jupyter_repro.jobs.watcher import UNWATCHED
from jupyter_repro.records.queued_notebook import QueuedNotebook
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import Unreadable, Verdict, Verdicts

_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})


def notebooks(paths: Iterable[str]) -> list[str]:
    """The notebooks that files, folders, globs and addresses stand for, in order, each once.

    Folders are searched below; hidden folders, `node_modules` and virtual environments are passed over. A path
    that does not exist is kept, so that whoever reads it says so.
    """
    found = (notebook for path in paths for notebook in _notebooks(path))
    return list(dict.fromkeys(found))


def _notebooks(path: str) -> Iterator[str]:
    if not path:  # a variable of a script that is not set must not mean the whole folder
        raise ReproError("an empty name names no notebook", "name a notebook, a folder or a pattern")
    if is_remote(path) or Path(path).is_file():
        yield path
    elif Path(path).is_dir():
        yield from _below(Path(path))
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207  also matches absolute patterns
        if not matches:
            raise ReproError(f"no notebook matches {path}")
        for match in matches:
            yield from _notebooks(match)
    else:
        yield path


def _below(folder: Path) -> Iterator[str]:
    found = sorted(_walked(folder))
    if not found:
        raise ReproError(f"there is no notebook in {folder}")
    return map(str, found)


def _walked(folder: Path) -> Iterator[Path]:
    """The notebooks below a folder; what another process takes away meanwhile is passed over."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not is_skipped(name)]
        yield from (Path(place, name) for name in files if name.endswith(".ipynb") and not is_skipped(name))


def is_skipped(name: str) -> bool:
    """Whether a file or folder of this name is passed over where notebooks are searched for."""
    return name.startswith(".") or name in _SKIPPED


def verify_all(
    paths: Sequence[str],
    verify: Callable[[str, Progress], Verdict],
    *,
    executor: str | Executor = "local",
    number: int = 1,
    watcher: Watcher = UNWATCHED,
) -> Verdicts:
    """Verify every notebook, at most `number` at a time; what cannot be read is named and does not end the rest."""
    found = answers(paths, ErrorsAsAnswers(verify), executor=executor, number=number, watcher=watcher)
    in_order = [_unreadable(path, answer) for path, answer in zip(paths, found, strict=True)]
    return Verdicts(
        notebooks=tuple(answer for answer in in_order if isinstance(answer, Verdict)),
        errors=tuple(answer for answer in in_order if isinstance(answer, Unreadable)),
    )


def answers(
    paths: Sequence[str],
    work: Callable[[str, Progress], Any],
    *,
    executor: str | Executor = "local",
    number: int = 1,
    watcher: Watcher = UNWATCHED,
) -> list[Any]:
    """What `work` answers of each notebook, in the order given; a ReproError where a run was lost."""
    chosen = executor_at(executor) if isinstance(executor, str) else executor
    run = chosen.run(work, [queued(path) for path in paths], number, watcher)
    return [answer for _, answer in sorted(run, key=lambda each: each[0])]


def executor_at(name: str) -> Executor:
    """The executor of a name, or Dask's for the address of a scheduler. Raises ReproError for one that is unknown."""
    known: dict[str, Any] = parts("executors")
    kind = "dask" if parse_address(name).is_url else name
    if kind not in known:
        meant = did_you_mean(name, known)
        raise ReproError(
            f"there is no executor {name!r}",
            f"{meant} name one of: {', '.join(known)}, tcp://HOST:PORT".strip(),
        )
    executor: Executor = known[kind].at(name) if kind != name else known[kind]
    return executor


@dataclass(frozen=True)
class ErrorsAsAnswers:
    """A verification whose errors are answers."""

    verify: Callable[[str, Progress], Verdict]

    def __call__(self, path: str, progress: Progress) -> Verdict | Unreadable:
        """The verdict on the notebook at `path`, or why there is none."""
        try:
            return self.verify(path, progress)
        except ReproError as error:
            return Unreadable(path, error.what, error.remedy)


def _unreadable(path: str, answer: Verdict | Unreadable | ReproError) -> Verdict | Unreadable:
    """The answer, by the name that the notebook has here."""
    if isinstance(answer, ReproError):
        return Unreadable(path, answer.what, answer.remedy)
    return answer if answer.path == path else msgspec.structs.replace(answer, path=path)


def queued(path: str) -> QueuedNotebook:
    """What a notebook's snapshot says of how long it takes, and of the files that it reads and writes."""
    try:
        snapshot = None if is_remote(path) else load_snapshot(path)
    except ReproError:  # whoever verifies it says so
        snapshot = None
    if snapshot is None:
        return QueuedNotebook(path)
    folder = Path(path).absolute().parent
    context, seconds = snapshot.context, snapshot.seconds or 0.0
    reads, writes = (_places(names, folder) for names in (context.data, context.written or ()))
    return QueuedNotebook(path, seconds, reads, writes)


def _places(names: Iterable[str], folder: Path) -> frozenset[str]:
    """Absolute paths of the files and folders among names of data."""
    files = (name for name in names if data_name(name).kind in {"relative", "home", "uri"})
    return frozenset(os.path.realpath(located(name, folder)) + "/" * name.endswith("/") for name in files)
