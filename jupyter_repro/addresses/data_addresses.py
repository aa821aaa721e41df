"""Addresses that data was received from, without the secrets that some carry."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

HIDDEN = "…"
"""Stands for a value that may be a secret."""

_SECRET = re.compile(
    r"auth|credential|key|pass|pwd|secret|session|sig|token|jwt|hmac|\bsas\b|^s[eprv]{1,2}$", re.I
)
_TOLD = 10
_LONGEST = 40
"""Characters of a parameter's value; longer ones without a space are more often keys than words."""


def public_address(uri: str) -> str:
    """The address without user, password and fragment, and with its doubtful parameters hidden."""
    parts = urlsplit(uri)
    host = parts.netloc.rpartition("@")[2]
    query = "&".join(_parameter(*pair) for pair in parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit((parts.scheme, host, parts.path, query, ""))


def short_id(version: str) -> str:
    """A version's id for a person: of a digest, a commit and the like as many letters as tell it apart."""
    begin, colon, rest = version.rpartition(":")
    return f"{begin}{colon}{rest[:_TOLD]}…" if len(rest) > 2 * _TOLD else version


def _parameter(name: str, value: str) -> str:
    doubtful = _SECRET.search(name) or len(value) > _LONGEST
    return f"{quote(name)}={HIDDEN if doubtful else quote(value)}"
