"""Which data source answers for an address."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, cast

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.errors import NoSuchData
from jupyter_repro.extensions.data import DataSource
from jupyter_repro.extensions.registry import parts
from jupyter_repro.formatting.suggestions import did_you_mean


class Named(NamedTuple):
    """A data source and the address to ask it for."""

    source: Any
    """A DataSource."""
    address: str
    scheme: str


def named_source(address: str, folder: Path) -> Named:
    """The data source of an address or a plain path, which belongs to `folder` where it is relative.

    Raises NoSuchData for a scheme that nobody knows.
    """
    sources = cast("Iterable[DataSource]", parts("data_sources").values())
    scheme = parse_address(address).scheme
    found = [source for source in sources if scheme.partition("+")[0] in source.schemes]
    if scheme in {"", "file"}:
        found = [*_recognising(located(address, folder), sources), *found]
    if not found:
        known = sorted({name for source in sources for name in source.schemes if name})
        meant = did_you_mean(scheme, known)
        raise NoSuchData(
            f"nothing here reads {scheme}: addresses",
            f"{meant} there are {', '.join(known)} and plain paths".strip(),
        )
    return Named(found[0], address, scheme)


def _recognising(path: Path, sources: Iterable[DataSource]) -> list[DataSource]:
    return [source for source in sources if getattr(source, "recognises", lambda _path: False)(path)]
