"""Addresses of objects as numbers: `id(…)`. Those in a repr are numbered when outputs are compared."""

from __future__ import annotations


class AddressProbe:
    """Notes where the notebook asks for an object's address."""

    kind = "address"
    remedy = "do not print ids; compare objects with `is`"
    calls = {"builtins.id": "id() is an address in memory"}
