"""The place that a project is taken through: any address of fsspec that this machine and the workers reach."""

from __future__ import annotations

import os
import platform
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.addresses.secret_words import holds_secret
from jupyter_repro.data_sources.fsspec_stores import patience
from jupyter_repro.errors import NoAccess, ReproError

_HERE = "name a folder or an address that this machine and the workers reach: --share ADDRESS"
_THERE = "let the workers reach it, with a library and credentials of their own where it needs them"
_OF_ONE_PROCESS = frozenset({"memory"})


def absolute_address(address: str) -> str:
    """The address as it is meant in any folder. Raises ReproError for one that is of this process alone."""
    place = parse_address(address)
    if place.scheme in _OF_ONE_PROCESS or place.first_link in _OF_ONE_PROCESS:
        raise ReproError(f"what lies at {address} is seen by no other process", _HERE)
    if place.is_url or place.is_chain:
        return address
    return os.path.abspath(os.path.expanduser(address))  # noqa: PTH100, PTH111  links are not followed


def folder_at(address: str) -> Path | None:
    """The folder of this machine that an absolute address names; None for any other."""
    place = parse_address(address)
    return None if place.is_url or place.is_chain else Path(address)


def shown_address(address: str) -> str:
    """The address for a person, without the secrets that it may hold."""
    place = parse_address(address)
    return public_address(address) if place.is_url or place.is_chain else address


def put(address: str, name: str, make: Callable[[], Path]) -> int:
    """Put a file there, unless one of its name is: bytes that were sent.

    `make()` answers the file of this machine to send. Raises NoAccess.
    """
    with _explaining(f"the share {shown_address(address)} cannot be written", _HERE):
        files, root = _opened(address)
        if files.exists(f"{root}/{name}"):
            return 0
        files.makedirs(root, exist_ok=True)
        source = make()
        aside = f"{root}/{name}.{secrets.token_hex(4)}"
        try:
            files.put_file(str(source), aside)
            files.mv(aside, f"{root}/{name}")  # in one go: a worker may read it at any moment
        except BaseException:
            with suppress(Exception):  # the first error is what is said
                files.rm_file(aside)
            raise
        return source.stat().st_size


def get(address: str, name: str, into: Path) -> None:
    """Write the file of this name to `into`. Raises NoAccess, which names this machine."""
    who = f"the worker on {platform.node()}"
    with _explaining(f"{who} cannot read the share {shown_address(address)}", _THERE):
        files, root = _opened(address)
        files.get_file(f"{root}/{name}", str(into))


def _opened(address: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    files, root = url_to_fs(address, **patience(parse_address(address).scheme))
    files.invalidate_cache()
    return files, root.rstrip("/")


@contextmanager
def _explaining(said: str, remedy: str) -> Iterator[None]:
    """What a store raises, as one line for a person, without the secrets that it may hold."""
    try:
        yield
    except ReproError:
        raise
    except FileNotFoundError:
        raise NoAccess(f"{said}: it is not there", remedy) from None
    except Exception as error:  # each store of fsspec has errors of its own
        raise NoAccess(f"{said}: {_reason(error)}", remedy) from None


def _reason(error: Exception) -> str:
    reason = next(iter(str(error).splitlines()), "")
    return type(error).__name__ if not reason or holds_secret(reason) else reason
