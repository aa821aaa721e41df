"""What a folder lists, in a few words that are others where a name came or went."""

from __future__ import annotations

import os
from itertools import islice

from jupyter_repro.digest import digest_bytes, digits_of
from jupyter_repro.files.data_paths import is_data

_OURS = (".repro.json", ".pylock.toml", ".requirements.txt")
"""Endings of what lies beside a notebook once it is recorded."""
_DIGITS = 8
_MOST = 10_000
"""Entries whose names are looked at, while a cell waits."""


def listed(path: str, folder: str) -> str:
    """`3 entries (1a2b3c4d)`, without what is no data of a notebook in `folder`; both absolute. Raises OSError.

    Of a folder with very many entries the time of its last change stands for their names.
    """
    with os.scandir(path) as entries:
        found = [entry.name for entry in islice(entries, _MOST + 1)]
    if len(found) > _MOST:
        changed = digest_bytes(str(os.stat(path).st_mtime_ns).encode())  # noqa: PTH116  strings
        return f"more than {_MOST} entries ({digits_of(changed, _DIGITS)})"
    names = sorted(
        name
        for name in found
        if not name.endswith(_OURS) and is_data(os.path.join(path, name), folder)  # noqa: PTH118  strings
    )
    digest = digest_bytes("\n".join(names).encode(errors="surrogateescape"))
    count = f"{len(names)} {'entry' if len(names) == 1 else 'entries'}"
    return f"{count} ({digits_of(digest, _DIGITS)})"
