"""Addresses of objects: as numbers, `id(…)`, and as the order of sets of objects that are hashed by them.

Those in a repr are numbered when outputs are compared.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.probes.ordered_sets import first_elements, made_elements, orders_shown


class AddressProbe:
    """Notes where the notebook asks for an object's address, or shows what is ordered by addresses."""

    kind = "address"
    remedy = "do not print ids, and sort objects by a key of their own: sorted(…, key=…)"
    calls = {"builtins.id": "id() is an address in memory"}

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """Orders of sets whose elements have no hash of their own, and `hash()` of such an object."""
        for line, what, sure in orders_shown(source, lambda node: _is_by_address(node, source)):
            yield line, f"{what} of objects that are hashed by their address in memory", sure
        for call in source.calls:
            argument = call.node.args[0] if call.node.args else None
            if (
                call.name == "builtins.hash"
                and argument is not None
                and _hashes_by_address(source.value_of(argument))
            ):
                yield (
                    call.node.lineno,
                    "hash() of an object without a hash of its own is its address",
                    call.sure,
                )


def _is_by_address(node: ast.AST, source: CellSource) -> bool:
    if any(map(_hashes_by_address, first_elements(source.value_of(node)))):
        return True
    return any(_makes_by_address(each, source) for each in made_elements(node, source))


def _makes_by_address(node: ast.AST, source: CellSource) -> bool:
    if isinstance(node, ast.Call):
        made = source.value_of(node.func)
        return isinstance(made, type) and _has_no_own_hash(made)
    return _hashes_by_address(source.value_of(node))


def _hashes_by_address(value: Any) -> bool:
    """Whether an object's hash is where it lies; of types and functions it is, too."""
    return value is not None and _has_no_own_hash(type(value))


def _has_no_own_hash(kind: type) -> bool:
    by_address: tuple[Any, ...] = (object.__hash__, type.__hash__)
    return kind.__hash__ in by_address
