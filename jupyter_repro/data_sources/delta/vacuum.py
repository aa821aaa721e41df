"""Which versions of a Delta table a vacuum would take."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from datetime import timedelta

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.data_sources.delta.files import readable
from jupyter_repro.data_sources.delta.kept_versions import kept_version
from jupyter_repro.data_sources.delta.tables import DeltaPlace
from jupyter_repro.errors import NoSuchVersion

_HOUR = timedelta(hours=1)


def taken_by_vacuum(place: DeltaPlace, versions: Collection[int], age: timedelta) -> Iterator[int]:
    """Those that can be read now and could not be, had a vacuum deleted what was removed before that age.

    The library counts in whole hours; what it lists it deletes nothing of. Raises NoSuchData, NoAccess, MissingExtra.
    """
    newest = place.opened()
    try:
        names = newest.vacuum(age // _HOUR, dry_run=True, enforce_retention_duration=False, full=True)
    except OSError as error:
        raise place.trouble(error) from None
    tops = {place.uri.rstrip("/"), *([] if is_remote(place.uri) else [os.path.realpath(place.uri)])}
    deleted = {f"{top}/{name}" for top in tops for name in names}
    for version in versions:
        try:
            table = readable(place, version)
        except NoSuchVersion:
            continue
        if not kept_version(place, table) and not deleted.isdisjoint(table.file_uris()):
            yield version
