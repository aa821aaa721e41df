"""Python's own types: functions by their code, classes and modules by name, subclasses of the containers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

from jupyter_repro.value_digests.form import Form, not_digested
from jupyter_repro.value_digests.objects import NOTEBOOK, attributes

_OF_THE_COMPILER = frozenset(
    {
        "__dict__", "__weakref__", "__module__", "__doc__", "__firstlineno__", "__static_attributes__",
        "_abc_impl", "__abstractmethods__", "__annotate_func__", "__annotations_cache__",
    }
)  # fmt: skip
"""In a class's namespace, and no behaviour of it; some are in an order that changes with the hash seed."""


def function(value: FunctionType) -> tuple[Any, ...]:
    """A function of the notebook by its code, defaults and closure; one that can be imported by its name."""
    if _is_importable(value):
        return value.__module__, value.__qualname__
    cells = [_held(cell) for cell in value.__closure__ or ()]
    return value.__qualname__, value.__code__, value.__defaults__, value.__kwdefaults__, cells


def _held(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # not assigned yet
        return None


def code(value: CodeType) -> tuple[Any, ...]:
    """What is run, without the lines it stands on."""
    return (
        value.co_name, value.co_code, value.co_consts, value.co_names, value.co_varnames, value.co_freevars,
        value.co_argcount, value.co_kwonlyargcount, value.co_posonlyargcount, value.co_flags,
    )  # fmt: skip


def class_(value: type) -> tuple[Any, ...]:
    """A class of the notebook by what it defines; one that can be imported by its name."""
    name = f"{value.__module__}.{value.__qualname__}"
    if value.__module__ != NOTEBOOK:
        return (name,)
    members = {key: member for key, member in vars(value).items() if key not in _OF_THE_COMPILER}
    return name, [f"{base.__module__}.{base.__qualname__}" for base in value.__mro__], members


def _is_importable(value: Any) -> bool:
    if value.__module__ in {None, NOTEBOOK}:
        return False
    found: Any = sys.modules.get(value.__module__)
    for name in value.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is value


def _builtin(value: Any) -> tuple[Any, ...]:
    owner = getattr(value, "__self__", None)
    if owner is None or type(owner).__name__ == "module":
        return value.__module__, value.__qualname__
    return value.__qualname__, owner


def _descriptor(value: Any) -> tuple[Any, ...]:
    return (f"{value.__objclass__.__module__}.{value.__objclass__.__qualname__}", value.__name__)


def _as(base: Callable[[Any], Any]) -> Form:
    """A subclass: what it is as its base, and what was set on it."""
    return lambda value: (base(value), attributes(value))


def _items(value: dict[Any, Any]) -> dict[Any, Any]:
    return dict(dict.items(value))


FORMS: dict[str, Form] = {
    "function": function,
    "code": code,
    "type": class_,
    "module": lambda value: (value.__name__,),
    "builtin_function_or_method": _builtin,
    "method": lambda value: (value.__func__, value.__self__),
    "method_descriptor": _descriptor,
    "wrapper_descriptor": _descriptor,
    "member_descriptor": _descriptor,
    "getset_descriptor": _descriptor,
    "property": lambda value: (value.fget, value.fset, value.fdel),
    "staticmethod": lambda value: (value.__func__,),
    "classmethod": lambda value: (value.__func__,),
    "int": _as(int.__index__),
    "float": _as(lambda value: float.__add__(value, 0.0) if value else float.__pos__(value)),
    "complex": _as(lambda value: complex(value.real, value.imag)),
    "str": _as(lambda value: str.__str__(value)),
    "bytes": _as(lambda value: b"".join((value,))),
    "bytearray": _as(bytes),
    "mappingproxy": lambda value: (dict(value),),
    "memoryview": lambda value: (value.format, value.shape, value.tobytes()),
    "list": _as(lambda value: list.copy(value)),
    "tuple": _as(lambda value: tuple(tuple.__iter__(value))),
    "dict": _as(_items),
    "set": _as(lambda value: set(set.__iter__(value))),
    "frozenset": _as(lambda value: frozenset(frozenset.__iter__(value))),
    "generator": not_digested("generator"),
    "coroutine": not_digested("coroutine"),
    "async_generator": not_digested("asynchronous generator"),
    "frame": not_digested("frame"),
    "traceback": not_digested("traceback"),
}
