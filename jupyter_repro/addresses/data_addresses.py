"""Addresses for a record or a person, without the secrets that some carry."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from jupyter_repro.addresses.address import Address, parse_address
from jupyter_repro.addresses.secret_words import is_opaque, is_secret_parameter
from jupyter_repro.digest import digest_text, digits_of

HIDDEN = "…"
"""Stands for a value that may be a secret."""

_HOST = re.compile(
    r"(?:\[[0-9A-Fa-f:.%]+\]|[^\[\]:@,]*)(?::\d*)?(?:,(?:\[[0-9A-Fa-f:.%]+\]|[^\[\]:@,]*)(?::\d*)?)*"
)
_BUCKET_OF_AMAZON = "arn:"
_CONTAINERS = frozenset({"abfs", "abfss", "az", "wasb", "wasbs"})
"""Schemes of addresses in which what stands before the @ is a container, and no user."""
_BREAKS = str.maketrans("", "", "\t\r\n")
_IN_TEXT = re.compile(r"\b[a-z][a-z0-9+.-]*://\S+")
_TOKEN_OF_CONDA = re.compile(r"/t/[^/]+/")
"""How an address of anaconda.org holds a token."""
_TOLD = 10
_LONGEST = 40
"""Characters of a parameter's value; longer ones without a space are more often keys than words."""


def public_address(uri: str, *, ssh_user: bool = False, query: bool = True) -> str:
    """The address without user, password and fragment, and with its doubtful parameters hidden.

    With `ssh_user` the user of `ssh://git@host/path` stays, as long as no password follows it; without `query` no
    parameter does. A password with a slash, ? or # in it, which cuts an address short, is cut out as well.
    """
    written = parse_address(uri.translate(_BREAKS))
    if written.is_chain:
        links = written.text.split("::")
        return "::".join(public_address(each, ssh_user=ssh_user, query=query) for each in links)
    found = _open(written)
    user = f"{found.user}@" if _is_no_secret(found, ssh_user) else ""
    host = found.host if _is_host(found.host) else ""
    place = f"//{user}{host}{_public_path(found)}" if found.is_url else found.path
    pairs = "&".join(_parameter(*pair) for pair in found.parameters) if query else ""
    return f"{found.scheme}:{place}"[0 if found.scheme else 1 :] + (f"?{pairs}" if pairs else "")


def public_channel(url: str) -> str:
    """The address of what lies in a channel of conda, which holds its token in the path as well."""
    return _TOKEN_OF_CONDA.sub("/", public_address(url))


def public_addresses_in(text: str) -> str:
    """A text in which no address has credentials."""
    return _IN_TEXT.sub(lambda match: public_address(match[0]), text)


def short_id(version: str) -> str:
    """A version's id for a person: of a digest, a commit and the like as many letters as tell it apart."""
    begin, colon, rest = version.rpartition(":")
    return f"{begin}{colon}{rest[:_TOLD]}…" if len(rest) > 2 * _TOLD else version


def _open(found: Address) -> Address:
    """The address without a password that has cut its authority short."""
    if found.is_url and "@" in found.rest and not _is_host(found.host):
        return parse_address(f"{found.scheme}://{found.rest.rpartition('@')[2]}")
    return found


def _is_host(host: str) -> bool:
    return host.startswith(_BUCKET_OF_AMAZON) or _HOST.fullmatch(host) is not None


def _is_no_secret(found: Address, ssh_user: bool) -> bool:
    if not found.user or ":" in found.user:
        return False
    return found.scheme in _CONTAINERS or (ssh_user and "ssh" in found.scheme)


def _public_path(found: Address) -> str:
    """The path; in an address of the web a digest stands for each part that looks like a key."""
    if found.scheme not in _OF_THE_WEB:
        return found.path
    words = (
        f"{HIDDEN}{digits_of(digest_text(word), _DIGITS)}" if is_opaque(unquote(word)) else word
        for word in found.path.split("/")
    )
    return "/".join(words)


_OF_THE_WEB = frozenset({"http", "https", "ws", "wss", "ftp", "ftps"})
_DIGITS = 6
"""Digits of the digest."""


def _parameter(name: str, value: str) -> str:
    doubtful = is_secret_parameter(name) or len(value) > _LONGEST or value == HIDDEN or is_opaque(value)
    return f"{quote(name)}={HIDDEN if doubtful else quote(value)}"
