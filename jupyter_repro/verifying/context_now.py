"""The context of a notebook as it is now, to be held against the recorded one: after a run of it, and without one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.collectors import consumed, files, modules
from jupyter_repro.collectors.data_folders import with_files_of
from jupyter_repro.collectors.data_versions import named_alike, unless_gone
from jupyter_repro.collectors.editable_sources import source_files
from jupyter_repro.collectors.packages import scan
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.environments.conda import site_packages
from jupyter_repro.recording.notes import Notes
from jupyter_repro.records.consumed_snapshots import Consumed, is_notebook
from jupyter_repro.records.snapshot import Context, Origin, Packages
from jupyter_repro.taking_snapshots.assembly import context_of

_ONLY_A_KERNEL_TELLS = ("blas", "environment", "python", "variables")


def context_after_run(
    notebook: Path,
    notes: Notes | None,
    recorded: Context,
    stores: Availability,
    parameters: Mapping[str, Any],
) -> Context:
    """What a run noted and the collectors find, with the recorded files that lie here but were not read in it."""
    found = context_of(notebook, notes, parameters=dict(parameters))
    return with_recorded_files(found, recorded, stores)


def context_without_run(
    notebook: Path, recorded: Context, stores: Availability, prefix: Path | None = None
) -> Context:
    """What is found without a run; what only a kernel can tell is taken to be as it was.

    `prefix` is that of the kernel's environment, where the versions of imported packages are to be looked up there.
    """
    found = context_of(notebook, None)
    only_in_kernel = {name: getattr(recorded, name) for name in _ONLY_A_KERNEL_TELLS}
    origins = {name: origin_now(origin, stores.folder) for name, origin in recorded.packages.origins.items()}
    packages: Packages = msgspec.structs.replace(recorded.packages, origins=origins)
    if prefix is not None:
        packages = packages_now(packages, prefix)
    completed = with_recorded_files(found, recorded, stores)
    return msgspec.structs.replace(completed, packages=packages, **only_in_kernel)


def with_recorded_files(found: Context, recorded: Context, stores: Availability) -> Context:
    """`found`, completed by the recorded data, modules and snapshots that lie here but were not read in this run."""
    folder = stores.folder
    now = files.current(recorded.data, stores)
    named = named_alike(recorded.data, found.data)
    return msgspec.structs.replace(
        found,
        data={**now, **{name: with_files_of(now.get(name), file) for name, file in named.items()}},
        consumes={**consumed.current(recorded.consumes, folder), **_asked(found.consumes, recorded.consumes)},
        modules={**modules.current(recorded.modules, folder), **found.modules},
    )


def without_lost_versions(found: Context, recorded: Context, stores: Availability) -> Context:
    """`found`, where data is missing of which the version that was to be read is not available any more."""
    data = {
        name: unless_gone(name, file, recorded.data.get(name), stores) for name, file in found.data.items()
    }
    return msgspec.structs.replace(found, data=data)


def packages_now(recorded: Packages, prefix: Path) -> Packages:
    """The imported packages in the versions that are installed in the environment of the kernel.

    In another environment than this one, one that is not found is taken to be as it was: it may lie where only that
    Python looks.
    """
    ours = prefix.resolve() == Path(sys.prefix).resolve()
    found = scan(sys.path if ours else site_packages(prefix)).distributions
    return msgspec.structs.replace(
        recorded,
        imported={
            name: found[name].version if name in found else version
            for name, version in recorded.imported.items()
            if name in found or not ours
        },
    )


def is_source_here(origin: Origin, folder: Path) -> bool:
    """Whether the source of an editable package lies where it was recorded."""
    return located(origin.address, folder).is_dir()


def origin_now(origin: Origin, folder: Path) -> Origin:
    """The origin of a package, with the digests that an editable one's source has now."""
    if not origin.editable or not is_source_here(origin, folder):
        return origin
    return msgspec.structs.replace(origin, files=source_files(located(origin.address, folder), folder))


def _asked(found: Mapping[str, Consumed], recorded: Mapping[str, Consumed]) -> dict[str, Consumed]:
    """What a run has found out itself: it asks no tracker about the addresses that were recorded."""
    known = {each.address for each in recorded.values() if not is_notebook(each.address)}
    return {name: each for name, each in found.items() if each.origin or each.address not in known}
