"""Addresses of git remotes, without the secrets that some carry."""

from __future__ import annotations

import re
from pathlib import Path

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.addresses.portable_paths import portable

_HELPER = re.compile(r"(?P<helper>(?:[\w+.-]+::)?)(?P<address>.*)", re.DOTALL)
"""Of `codecommit::eu-west-1://repository`, a program that git asks."""
_SCP = re.compile(r"(?P<user>.*)@(?P<rest>(?:\[[^\]]*\]|[^@/:]+):.*)")
_DOUBTFUL = re.compile(r"::|:.*@")


def is_on_a_host(address: str) -> bool:
    """Whether an address that is no URL is git's own `host:path`, and no path of this machine."""
    return ":" in address


def without_credentials(address: str, folder: Path) -> str:
    """The address with user names and passwords cut, and without query and fragment.

    The user of `git@host:path` and `ssh://git@host/path` stays, as long as no password follows it. A path of
    this machine is named as seen from `folder`. "" for what runs a command, or may hide a password elsewhere.
    """
    parts = _HELPER.fullmatch(address)
    assert parts is not None
    inner = parse_address(parts["address"])
    if inner.is_url and inner.scheme == "file" and not parts["helper"]:
        return portable(Path(inner.path), folder)
    if inner.is_url:
        return parts["helper"] + public_address(inner.text, ssh_user=True, query=False)
    if address.startswith(("/", "~/")):
        return portable(Path(address).expanduser(), folder)
    if scp := _SCP.fullmatch(address):
        return scp["rest"] if ":" in scp["user"] else address
    return "" if _DOUBTFUL.search(address) else address
