"""What of a notebook's context is not as it was recorded, found without a run."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from jupyter_repro.collectors.packages import scan
from jupyter_repro.differences.snapshots import found_like
from jupyter_repro.environments.conda import kernel_prefix
from jupyter_repro.records.snapshot import Packages, Snapshot
from jupyter_repro.taking_snapshots.assembly import context_of
from jupyter_repro.verdicts import ContextChange
from jupyter_repro.verifying.drift import drift


def drift_now(notebook: Path, snapshot: Snapshot) -> tuple[ContextChange, ...]:
    """The changes that the result may depend on. What only a kernel can tell is taken to be as it was."""
    recorded = snapshot.context
    found = found_like(context_of(notebook, None), recorded, notebook.absolute().parent)
    now = msgspec.structs.replace(
        found, packages=packages_now(found.packages, kernel_prefix(snapshot.kernel))
    )
    return tuple(change for change in drift(recorded, now) if change.matters)


def packages_now(recorded: Packages, prefix: Path) -> Packages:
    """The imported packages in the versions that are installed in the environment of the kernel.

    In another environment than this one, one that is not found is taken to be as it was: it may lie where only that
    Python looks.
    """
    ours = prefix.resolve() == Path(sys.prefix).resolve()
    found = scan(sys.path if ours else _site_packages(prefix)).distributions
    return msgspec.structs.replace(
        recorded,
        imported={
            name: found[name].version if name in found else version
            for name, version in recorded.imported.items()
            if name in found or not ours
        },
    )


def _site_packages(prefix: Path) -> list[str]:
    patterns = ("lib/python3*/site-packages", "lib/python3*/dist-packages", "Lib/site-packages")
    return [str(folder) for pattern in patterns for folder in sorted(prefix.glob(pattern))]
