"""The network: what another machine answers may be another thing tomorrow.

A server of this machine is as another machine, but for one that the notebook started itself.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from jupyter_repro.addresses.address import without_user
from jupyter_repro.data_sources.received_content import is_served_here

_LOCAL = frozenset({"localhost", ""})


class NetworkProbe:
    """Notes the hosts that the notebook connects to or looks up, directly or through a library."""

    kind = "network"
    remedy = "keep what was fetched in a file beside the notebook, and read that"
    deep = True

    @property
    def events(self) -> dict[str, Callable[[tuple[Any, ...]], str]]:
        """Connections and look-ups."""
        return {
            "socket.connect": lambda arguments: _connected(arguments[1]),
            "socket.getaddrinfo": lambda arguments: _looked_up(arguments[0]),
            "socket.gethostbyname": lambda arguments: _looked_up(arguments[0]),
        }


def _connected(address: Any) -> str:
    if not isinstance(address, tuple) or len(address) < 2:
        return ""
    host = _host(address[0])
    if _is_here(host) and is_served_here(address[1]):
        return ""
    return f"the network is used: a connection to {host}, port {address[1]}"


def _looked_up(host: Any) -> str:
    name = _host(host)
    return "" if _is_here(name) else f"the network is used: {name} is looked up"


def _host(host: Any) -> str:
    """A host's name alone: `urllib` looks user and password up with it."""
    name = host.decode(errors="replace") if isinstance(host, bytes) else str(host or "")
    return without_user(name)


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return host in _LOCAL
