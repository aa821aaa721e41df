"""A lineage in words: what is said of one snapshot, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_repro.digest import short_digest
from jupyter_repro.formatting.sizes import human_size
from jupyter_repro.records.lineage import Ancestor, Source

MOST_DATA = 12
_SHORT = 10


def title(ancestor: Ancestor) -> str:
    """Which snapshot it is."""
    return f"{ancestor.name}: {ancestor.address}" if ancestor.name else ancestor.address


def facts(ancestor: Ancestor) -> list[str]:
    """Seed, commit and date; nothing of a snapshot that cannot be seen."""
    if not ancestor.digest:
        return []
    commit = f"commit {ancestor.commit[:_SHORT]}{' with changes' if ancestor.dirty else ''}"
    return [
        f"seed {ancestor.seed}" if ancestor.seed is not None else "nothing pinned",
        commit if ancestor.commit else "no commit",
        f"recorded {ancestor.recorded}",
    ]


def data_words(source: Source) -> str:
    """Which data it is."""
    version = f"version {source.version}" if source.version else short_digest(source.digest)
    return f"{source.name}, {human_size(source.size)}, {version}"


def data_lines(ancestor: Ancestor) -> Iterator[str]:
    """All its data, the last of many counted."""
    yield from map(data_words, ancestor.data[:MOST_DATA])
    if rest := ancestor.data[MOST_DATA:]:
        yield f"… and {len(rest)} more"
