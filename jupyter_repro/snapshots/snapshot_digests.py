"""The digest that a snapshot is called by."""

from __future__ import annotations

from pathlib import Path

import msgspec

from jupyter_repro.digest import MISSING, Digest, digest_bytes
from jupyter_repro.snapshots.snapshot_file import snapshot_path

_OF_A_VERIFICATION = {"verified": False, "verified_at": "", "verified_commit": ""}
_ONLY_THEN = "verified_as"
"""A field that is not there before a verification."""


def snapshot_digest(content: bytes) -> Digest:
    """Digest of a snapshot's file as it was recorded: what a verification notes in it later does not count.

    Raises msgspec.DecodeError for what is no JSON.
    """
    document = msgspec.json.decode(content)
    recorded = {
        **{name: value for name, value in document.items() if name != _ONLY_THEN},
        **{name: _OF_A_VERIFICATION[name] for name in _OF_A_VERIFICATION.keys() & document},
    }
    return digest_bytes(msgspec.json.format(msgspec.json.encode(recorded, order="sorted"), indent=1) + b"\n")


def digest_beside(notebook: Path) -> Digest:
    """Digest of the snapshot that lies beside a notebook; `missing` where there is none that can be read."""
    try:
        return snapshot_digest(snapshot_path(notebook).read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, TypeError, AttributeError):
        return MISSING
