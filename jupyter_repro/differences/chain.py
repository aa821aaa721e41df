"""The chain of snapshots that a notebook's result was made from: here, and in its tracker."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.differences.drift_now import drift_now
from jupyter_repro.differences.sides import read_snapshot
from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.records.consumed_snapshots import Consumed, is_notebook
from jupyter_repro.records.lineage import Ancestor, Source
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.records.tracked_run import VERIFIED
from jupyter_repro.reporters.drift_words import drift_lines
from jupyter_repro.snapshots.snapshot_digests import digest_beside
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.tracking.tracked_snapshots import Held, TrackedSnapshots, tracked_snapshots

_CYCLE = "it builds upon itself: it stands above"

Above = frozenset[str]
"""Digests of the snapshots that build upon one."""


def lineage(notebook: Path) -> Ancestor:
    """The notebook and all that it builds upon; raises UnreadableInput where it has no snapshot."""
    read_snapshot(notebook)
    return _Chain(notebook).here("", notebook.absolute(), "", frozenset())


class _Chain:
    """Follows the snapshots that build upon each other."""

    def __init__(self, notebook: Path) -> None:
        self._notebook = notebook

    @cached_property
    def _tracked(self) -> TrackedSnapshots:
        return tracked_snapshots(self._notebook, read_notebook(self._notebook))

    def here(self, name: str, notebook: Path, digest: str, above: Above) -> Ancestor:
        """One that lies on this machine; `digest` is that of the snapshot that was consumed."""
        address = os.path.relpath(notebook)
        now = digest_beside(notebook)
        if now in above:
            return Ancestor(name, address, notebook.name, note=_CYCLE, cycle=True)
        if not snapshot_path(notebook).exists():
            return self._elsewhere(name, address, digest, above)
        try:
            snapshot = read_snapshot(notebook)
        except ReproError as error:
            return Ancestor(name, address, notebook.name, note=error.what)
        return Ancestor(
            name,
            address,
            digest=now,
            verified="verified" if snapshot.verified else "",
            drift=tuple(drift_lines(drift_now(notebook, snapshot), diverged=False)),
            note="it was recorded again since" if digest and digest != now else "",
            consumes=tuple(
                self._next(each, consumed, located(consumed.address, notebook.parent), above | {now})
                for each, consumed in snapshot.context.consumes.items()
            ),
            **_facts(snapshot),
        )

    def _next(self, name: str, consumed: Consumed, path: Path, above: Above) -> Ancestor:
        if is_notebook(consumed.address):
            return self.here(name, path, consumed.digest, above)
        return self._of_run(name, consumed.address, consumed, above)

    def _elsewhere(self, name: str, address: str, digest: str, above: Above) -> Ancestor:
        """One whose snapshot is not here: the tracker may have it."""
        missing = Ancestor(name, address, Path(address).name, note="it has no snapshot here")
        if not digest:
            return missing
        try:
            logged = self._tracked.logged(digest)
        except ReproError:
            return missing
        return self._of_run(name, logged.id, Consumed(address, digest), above) if logged else missing

    def _of_run(self, name: str, address: str, consumed: Consumed, above: Above) -> Ancestor:
        """One that the tracker holds."""
        try:
            with self._tracked.held(consumed.origin or self._tracked.run_id(address)) as held:
                return self._held(name, address, held, consumed, above)
        except ReproError as error:
            note = f"of {consumed.origin}; {error.what}" if consumed.origin else error.what
            return Ancestor("" if name == address else name, address, consumed.notebook, note=note)

    def _held(self, name: str, address: str, held: Held, consumed: Consumed, above: Above) -> Ancestor:
        address = f"{address} ({held.snapshot.notebook})"
        if held.digest in above:
            return Ancestor(name, address, held.snapshot.notebook, note=_CYCLE, cycle=True)
        logged = self._tracked.logged(held.digest)
        return Ancestor(
            name,
            address,
            digest=held.digest,
            verified=_verified(logged.tags.get(VERIFIED, "") if logged else ""),
            note="another one is meant since" if consumed.digest not in {"", held.digest} else "",
            consumes=tuple(
                self._elsewhere(each, below.address, below.digest, above | {held.digest})
                if is_notebook(below.address)
                else self._of_run(each, below.address, below, above | {held.digest})
                for each, below in held.snapshot.context.consumes.items()
            ),
            **_facts(held.snapshot),
        )


def _verified(tag: str) -> str:
    return f"verified ({tag})" if tag.startswith(("identical", "equivalent")) else "" if "not" in tag else tag


def _facts(snapshot: Snapshot) -> dict[str, Any]:
    """What a snapshot itself says, as fields of Ancestor."""
    context = snapshot.context
    return {
        "notebook": snapshot.notebook,
        "recorded": snapshot.recorded,
        "seed": context.seed,
        "commit": context.git.commit if context.git else "",
        "dirty": bool(context.git and context.git.dirty),
        "data": tuple(
            Source(name, file.size, file.digest, file.version.id if file.version else "")
            for name, file in context.data.items()
        ),
    }
