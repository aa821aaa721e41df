"""Which files look as if they held a password or a key: they are not kept unasked, for what is kept can be pushed."""

from __future__ import annotations

import re
from pathlib import Path

from jupyter_repro.addresses.secret_words import NAMED_SO, holds_secret

_NAMES = re.compile(
    r"\.env(\..*)?|\.netrc|\.pgpass|\.htpasswd|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|key|pfx|p12|jks|keystore|kdbx)"
    rf"|.*{NAMED_SO}s?\b.*\.(json|ya?ml|toml|ini|cfg|conf|txt|properties)",
    re.IGNORECASE,
)
_SETTINGS = frozenset({"", ".json", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".txt", ".properties"})
"""Endings of files that settings are kept in."""
_MOST_READ = 16_384
"""Bytes of a file that is looked into: settings are small."""


def looks_secret(path: Path) -> bool:
    """Whether a file is called like one that holds a secret, or is a small one of settings and seems to hold one."""
    if _NAMES.fullmatch(path.name):
        return True
    try:
        if path.suffix.lower() not in _SETTINGS or path.stat().st_size > _MOST_READ or not path.is_file():
            return False
        return holds_secret(path.read_bytes().decode("utf-8", "replace"))
    except OSError:
        return False
