"""Snapshots that the notebook builds upon: whether the notebooks they are of have been recorded again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.extensions.protocols import Site
from jupyter_repro.records.consumed_snapshots import Consumed, is_notebook
from jupyter_repro.snapshots.snapshot_digests import digest_beside
from jupyter_repro.verdicts import ContextChange

_NOT_RECORDED = "not recorded"


class ConsumedCollector:
    """Name to snapshot, as the notebook said."""

    section = "consumes"
    in_kernel = False

    def collect(self, site: Site) -> dict[str, Consumed]:
        """What the recorder heard, in the order of names."""
        return dict(sorted(site.consumes.items()))

    def changes(
        self, recorded: Mapping[str, Consumed], found: Mapping[str, Consumed]
    ) -> Iterator[ContextChange]:
        """What is another snapshot now, and what is used besides; a snapshot that is not known is not compared."""
        for name, now in sorted(found.items()):
            if now.origin and name not in recorded:  # an older version recorded no loaded models
                continue
            before = recorded.get(name, Consumed(_NOT_RECORDED))
            if before.address == now.address and before.origin != now.origin:
                yield ContextChange("upstream", now.address, before.origin, now.origin)
            elif before.address != now.address:
                yield ContextChange("upstream", name, before.address, now.address)
            elif before.digest and now.digest and before.digest != now.digest:
                yield ContextChange("upstream", f"{name} ({now.address})", before.digest, now.digest)


def current(recorded: Mapping[str, Consumed], folder: Path) -> dict[str, Consumed]:
    """What was recorded as it is now; of what a tracker holds as it was recorded: it is not asked."""
    return {name: _now(each, folder) for name, each in recorded.items()}


def _now(each: Consumed, folder: Path) -> Consumed:
    if not is_notebook(each.address):
        return each
    return msgspec.structs.replace(each, digest=digest_beside(located(each.address, folder)))
