"""Addresses of trackers, `mlflow:sqlite:///x.db?experiment=sales`: the tracker, its own address, and parameters."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode

import msgspec

from jupyter_repro.addresses.secret_words import holds_secret

_LOCAL = frozenset({"mlflow", "aim", "dvclive", "off"})
"""Trackers that may keep runs in a file or a folder."""
_LOCAL_STORE = re.compile(r"^(?:sqlite:///|file:)(?!/)")
_ELSEWHERE = re.compile(r"^[/~\\]|^[A-Za-z]:|://|(?:^|/)\.\.(?:/|$)")
_USER = re.compile(r"://[^/?#]*@")


class TrackerAddress(msgspec.Struct, frozen=True):
    """The parts of a tracker's address."""

    text: str
    """As it was written."""
    scheme: str
    """Which tracker it is, in small letters."""
    rest: str
    """All behind the scheme and its colon: the tracker's own address; "" where only the scheme was said."""
    path: str
    """The same without parameters."""
    query: str
    """What stands behind the question mark."""

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Name and value of each parameter, decoded."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def has_credentials(self) -> bool:
        """Whether it holds a user name, a password or a key."""
        return bool(_USER.search(self.text)) or holds_secret(self.text)

    @property
    def stays_in_project(self) -> bool:
        """Whether nothing but a tracker is named, the user's own choice of it holding, or a place in the project."""
        place = _LOCAL_STORE.sub("", self.path)
        is_local = self.scheme in _LOCAL and not _ELSEWHERE.search(place)
        return not self.path or is_local

    def said(self, name: str, default: str = "") -> str:
        """The last value that a parameter has and that is not empty."""
        return next((value for key, value in reversed(self.parameters) if key == name and value), default)

    def without(self, name: str) -> str:
        """The address without a parameter."""
        plain, mark, _ = self.text.partition("?")
        kept = urlencode([pair for pair in self.parameters if pair[0] != name], quote_via=quote)
        return f"{plain}{mark}{kept}" if kept else plain


def tracker_address(text: str) -> TrackerAddress:
    """Take the address of a tracker apart; a word without a colon is a tracker as well."""
    scheme, _, rest = text.partition(":")
    path, _, query = rest.partition("?")
    return TrackerAddress(text, scheme.lower(), rest, path, query)
