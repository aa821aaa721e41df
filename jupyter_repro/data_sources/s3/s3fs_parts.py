"""What s3fs keeps to itself and is used here: each part fails a test of its own when it is gone."""

from __future__ import annotations

from typing import Any

from jupyter_repro.data_sources.s3.versions import Call

CALL, INFO, OPEN = "_call_s3", "_info", "_open"
"""Methods of a store: every request to the server, what is known of an object, and a file in it."""


def call_of(store: Any) -> Call:
    """What asks the server; of the class, with the store as its first argument."""
    call: Call = store._call_s3
    return call


def path_in(store: Any, path: str) -> str:
    """A path without the scheme before it."""
    stripped: str = store._strip_protocol(path)
    return stripped
