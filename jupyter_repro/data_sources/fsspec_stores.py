"""File systems of fsspec that jupyter-repro opens for itself, and what they raise in words for a person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, ReproError

_LIBRARIES = {"s3": ("s3fs", "s3"), "gs": ("gcsfs", "gcs"), "abfs": ("adlfs", "azure")}
"""Protocol to the library that speaks it, and the extra that brings it."""
_OPTIONS = {
    "s3": {"config_kwargs": {"connect_timeout": 5, "read_timeout": 30, "retries": {"max_attempts": 1}}}
}
"""Seconds that a person waits; s3fs's own are minutes."""
_OWN = "_of_jupyter_repro"


def own_store(protocol: str) -> Any:
    """A file system of fsspec, with the endpoint and credentials that fsspec finds; raises MissingExtra."""
    # what is found depends on the environment, and a connection does not outlive a fork
    return _opened(protocol, os.getpid(), tuple(sorted(os.environ.items())))


@lru_cache(maxsize=4)
def _opened(protocol: str, _process: int, _environ: tuple[tuple[str, str], ...]) -> Any:
    options = {"skip_instance_cache": True, "use_listings_cache": False, **patience(protocol)}
    try:
        import fsspec

        store = fsspec.filesystem(protocol, **options)
    except ImportError:
        raise MissingExtra(*_LIBRARIES[protocol]) from None
    setattr(store, _OWN, True)
    return store


def patience(protocol: str) -> dict[str, Any]:
    """The options by which a store of a protocol says within seconds that it cannot be reached."""
    return dict(_OPTIONS.get(protocol, {}))


def is_own(store: Any) -> bool:
    """Whether what a file system does is not the notebook's doing."""
    return getattr(store, _OWN, False)


@contextmanager
def explained(name: str) -> Iterator[None]:
    """What a store raises about what is called `name`, as NoSuchData and NoAccess.

    The store's own words, which may hold secrets, are not reported.
    """
    try:
        yield
    except ReproError:
        raise
    except Exception as error:  # each library has its own
        raise _explanation(error, name) from None


def _explanation(error: Exception, name: str) -> ReproError:
    kind = type(error).__name__
    if isinstance(error, FileNotFoundError) or "NotFound" in kind:
        return NoSuchData(f"there is no {name}", "see whether its name and its endpoint are right")
    if isinstance(error, PermissionError) or kind.startswith(("NotAuthorized", "Forbidden")):
        return NoAccess(f"the store refuses {name}", _CREDENTIALS)
    if "Credentials" in kind or "Authentication" in kind:
        return NoAccess(f"there are no credentials for {name}", _CREDENTIALS)
    return NoAccess(f"the store of {name} cannot be reached ({kind})", "see whether its endpoint is right")


_CREDENTIALS = (
    "see whether the credentials that fsspec finds are right, for S3 those of AWS_PROFILE and ~/.aws"
)
