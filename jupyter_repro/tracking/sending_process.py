"""The process that sends what waits in the outbox: trackers' libraries are large, print, and may hang.

`python -m jupyter_repro.tracking.sending_process [SCHEME]` reads names of files, a line each, until there are no more,
and writes a line for each. The library of the tracker is imported before the first is there.
"""

from __future__ import annotations

import contextlib
import os
import sys
from base64 import b64encode
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

import msgspec

from jupyter_repro.digest import digest_text
from jupyter_repro.errors import Busy, NoAnswer, ReproError
from jupyter_repro.extensions.protocols import Tracker
from jupyter_repro.records.tracked_run import (
    FILES_IN,
    NOT_VERIFIED,
    NOTEBOOK,
    SNAPSHOT,
    VERIFIED,
    VERIFIED_AT,
    VERIFIED_IN,
    Destination,
    LoggedRun,
    RunRecord,
)
from jupyter_repro.records.tracked_values import short
from jupyter_repro.records.verifications import AS_RECORDED, is_verification
from jupyter_repro.trackers.destinations import tracker_of
from jupyter_repro.tracking.outbox import Amendment, Item, Publication, outbox, sent, taken

LIMIT = 300
"""Seconds that the sending of one item may take."""


class Sent(msgspec.Struct, frozen=True):
    """What came of one item."""

    file: str
    name: str = ""
    """Of the run."""
    destination: Destination | None = None
    run: LoggedRun | None = None
    """As it was logged; None for what was said of runs that are there."""
    what: str = ""
    """Why it was not sent; "" where it was."""
    remedy: str = ""
    item: str = ""
    """Of one that had waited: of which notebook, and where it goes."""
    count: int = 1
    """Of how many runs it tells."""


Silent = dict[str, NoAnswer]
"""Address of a server that does not answer, and the error that says so."""


def send_here(path: Path, silent: Silent | None = None) -> Sent:
    """Send one item in this process; none of the servers that are known to be `silent` is waited for again."""
    try:
        with _alone(path):
            item, number = taken(path)
            answer = Sent(
                str(path), _name(item), item.destination, _delivered(item, {} if silent is None else silent)
            )
            sent(path, number)
            return answer
    except FileNotFoundError:  # somebody else has sent it
        return Sent(str(path))
    except ReproError as error:
        return Sent(str(path), what=error.what, remedy=error.remedy)
    except Exception as error:  # a tracker of somebody else's
        return Sent(
            str(path), what=f"the tracker raised {type(error).__name__}: {str(error).partition(chr(10))[0]}"
        )


def _delivered(item: Item, silent: Silent) -> LoggedRun | None:
    address = item.destination.address
    if address in silent:
        raise silent[address]
    try:
        return _logged(item)
    except NoAnswer as error:
        silent[address] = error
        raise


def _logged(item: Item) -> LoggedRun | None:
    tracker = tracker_of(item.destination)
    if not isinstance(item, Amendment):
        return tracker.log(item.destination, unless_verified(item.run, _there(tracker, item)))
    for run in tracker.runs(item.destination, {SNAPSHOT: item.snapshot}):
        tracker.amend(item.destination, run.id, *said_of(run, item))
    return None


def _there(tracker: Tracker, item: Publication) -> LoggedRun | None:
    digest = item.run.tags.get(SNAPSHOT)
    return next(iter(tracker.runs(item.destination, {SNAPSHOT: digest})), None) if digest else None


def said_of(run: LoggedRun, item: Amendment) -> tuple[dict[str, str], dict[str, bytes]]:
    """Tags and files for one of the runs of a snapshot.

    What is older than what the run says already goes into its history alone: it waited to be sent. The run that holds
    the files of several has the history as well.
    """
    files = {} if FILES_IN in run.tags else item.files
    if run.tags.get(VERIFIED_AT, "") > item.tags.get(VERIFIED_AT, ""):
        return {}, {name: content for name, content in files.items() if is_verification(name)}
    return _with_copy(run, item), files


def _with_copy(run: LoggedRun, item: Amendment) -> dict[str, str]:
    """The tags; they say so where it was a copy of the run's notebook that was verified."""
    said = item.tags.get(VERIFIED_IN, "")
    is_copy = item.notebook and run.tags.get(NOTEBOOK, item.notebook) != item.notebook
    if not is_copy or said.startswith("a copy"):
        return item.tags
    rest = "" if said == AS_RECORDED else f"; {said}"
    return {**item.tags, VERIFIED_IN: short(f"a copy, {item.notebook}{rest}")}


def unless_verified(run: RunRecord, there: LoggedRun | None) -> RunRecord:
    """The record; what a verification has said of the run that is there already stays."""
    if there is None or there.tags.get(VERIFIED, NOT_VERIFIED) == NOT_VERIFIED:
        return run
    tags = {name: value for name, value in run.tags.items() if not name.startswith(VERIFIED)}
    files = {name: content for name, content in run.files.items() if not is_verification(name)}
    return msgspec.structs.replace(run, tags=tags, files=files)


def _name(item: Item) -> str:
    return "" if isinstance(item, Amendment) else item.run.name


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep others from sending the same item: searched for at one time, its run would be made twice."""
    from filelock import FileLock, Timeout

    folder = outbox() / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        # a few files for all runs there will ever be: two that share one wait for each other
        with FileLock(folder / f"{digest_text(path.name)[-2:]}.lock", timeout=LIMIT / 2):
            yield
    except Timeout:
        raise Busy("another process is sending the same run", "wait until it has ended") from None


def _main(scheme: str) -> None:
    silent: Silent = {}
    with _channel() as channel:
        _prepare(scheme)
        for line in sys.stdin:
            path = line.rstrip("\n")
            channel.write(b64encode(msgspec.msgpack.encode(send_here(Path(path), silent))) + b"\n")
            channel.flush()


def _prepare(scheme: str) -> None:
    """Import what will be needed; what does not work is said when it is needed."""
    with contextlib.suppress(Exception):
        tracker = tracker_of(Destination(f"{scheme}:", "", ""))
        library = getattr(tracker, "modules", ())[:1]
        getattr(tracker, "prepare", lambda: [import_module(name) for name in library])()


def _channel() -> BinaryIO:
    """Standard output for ourselves alone: whatever a library prints, goes to standard error."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return channel


if __name__ == "__main__":
    _main("".join(sys.argv[1:]))
