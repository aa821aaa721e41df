"""Whether a project's remote has a file, asked only where the answer costs nothing."""

from __future__ import annotations

from contextlib import suppress
from functools import cache

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.errors import ReproError
from jupyter_repro.git.wanted_content import Wanted
from jupyter_repro.kept_data.references import Place
from jupyter_repro.kept_data.remotes import remote_at
from jupyter_repro.kept_data.whereabouts import in_remote


def is_folder(address: str) -> bool:
    """Whether the remote is a folder; any other may be far away, and let one wait."""
    place = parse_address(address)
    return not (place.is_chain or place.is_remote)


def has_copy(digest: str, address: str) -> bool:
    """Whether the remote at this address, a folder, has the file that a digest, or its beginning, means."""
    with suppress(ReproError):
        return bool(in_remote({"": Wanted(digest)}, _opened(address)))
    return False


@cache
def _opened(address: str) -> Place:
    return remote_at(address)
