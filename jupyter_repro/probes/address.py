"""Addresses of objects: as numbers, `id(…)`, and as the order of sets of objects that are hashed by them.

Those in a repr are numbered when outputs are compared.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from contextlib import suppress
from types import FunctionType, MethodType
from typing import Any

from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.probes.ordered_sets import first_elements, made_elements, orders_shown


class AddressProbe:
    """Notes where the notebook asks for an object's address, or shows what is ordered by addresses."""

    kind = "address"
    remedy = "do not print ids, and sort objects by a key of their own: sorted(…, key=…)"
    asked_by_libraries = False
    calls = {
        "builtins.id": "id() is an address in memory",
        **dict.fromkeys(("ctypes.addressof", "_ctypes.addressof"), "addressof() is an address in memory"),
    }

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """Orders of sets whose elements have no hash of their own, `hash()` of such an object, places of arrays."""
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and _is_place_of_array(node):
                yield node.lineno, f"{node.attr} is where an array lies in memory", source.is_sure(node)
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

    def suspect(self, source: CellSource) -> Iterator[tuple[int, str]]:
        """Texts and hashes that are made of an object whose class may have none of its own."""
        shows = _shown_values(source)
        has_plain = any(isinstance(each, type) and _is_plain(each) for each in source.namespace.values())
        for line, function, node in shows:
            value = source.value_of(node)
            plain = has_plain if value is None else _has_no_own(function, type(value))
            if plain and not isinstance(node, ast.Constant):
                yield line, f"{function} of an object may hold its address in memory"


def _is_place_of_array(node: ast.Attribute) -> bool:
    if node.attr == "data":
        return isinstance(node.value, ast.Attribute) and node.value.attr == "ctypes"
    return node.attr in {"__array_interface__", "data_ptr", "buffer_info"}


_REPR: Any = object.__repr__
_HASH: Any = object.__hash__


def _shown_values(source: CellSource) -> Iterator[tuple[int, str, ast.AST]]:
    """What is made a text or a hash: the line, by what, and the expression."""
    for call in source.calls:
        name = call.name.rpartition(".")[2]
        if (
            call.name in {f"builtins.{each}" for each in ("repr", "str", "hash", "format", "ascii")}
            and call.node.args
        ):
            yield call.node.lineno, f"{name}()", call.node.args[0]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FormattedValue):
            yield node.lineno, "the text", node.value


def _has_no_own(function: str, kind: type) -> bool:
    if function == "hash()":
        return _has_no_own_hash(kind)
    return kind.__repr__ is _REPR or kind in {FunctionType, MethodType}


def _is_plain(kind: type) -> bool:
    """Whether a class of the user's own leaves repr and hash to `object`."""
    with suppress(Exception):  # a class of the user's may answer with anything
        own = kind.__module__ not in sys.builtin_module_names
        return own and (kind.__repr__ is _REPR or kind.__hash__ is _HASH)
    return False


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
