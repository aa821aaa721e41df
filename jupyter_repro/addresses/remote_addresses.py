"""Addresses of git remotes, without the secrets that some carry."""

from __future__ import annotations

import re
from pathlib import Path

from jupyter_repro.addresses.portable_paths import portable

_URL = re.compile(r"(?P<scheme>[\w+.:-]+)://(?P<authority>[^/?#]*)(?P<path>[^?#]*)")
_SCP = re.compile(r"(?P<user>.*)@(?P<rest>(?:\[[^\]]*\]|[^@/:]+):.*)")
_DOUBTFUL = re.compile(r"::|:.*@")
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.%]+\]|[^\[\]:@]*)(?::\d*)?")


def without_credentials(address: str, folder: Path) -> str:
    """The address with user names and passwords cut, and without query and fragment.

    The user of `git@host:path` and `ssh://git@host/path` stays, as long as no password follows it. A path of
    this machine is named as seen from `folder`. "" for what runs a command, or may hide a password elsewhere.
    """
    if url := _URL.match(address):
        return _url(url, folder)
    if address.startswith(("/", "~/")):
        return portable(Path(address).expanduser(), folder)
    if scp := _SCP.fullmatch(address):
        return scp["rest"] if ":" in scp["user"] else address
    return "" if _DOUBTFUL.search(address) else address


def _url(url: re.Match[str], folder: Path) -> str:
    scheme, authority, path = url["scheme"], url["authority"], url["path"]
    if scheme == "file":
        return portable(Path(path), folder)
    user, _, host = authority.rpartition("@")
    if not _HOST.fullmatch(host):  # a slash in the password has cut the authority short
        user, (host, _, path) = ":", path.rpartition("@")[2].partition("/")
        path = f"/{path}"
    kept = f"{user}@" if user and ":" not in user and "ssh" in scheme else ""
    return f"{scheme}://{kept}{host}{path}"
