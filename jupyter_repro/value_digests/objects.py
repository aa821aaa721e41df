"""The form of an object whose class no file knows: its attributes, or what its class gives to pickle.

Nothing that the notebook itself defines is called: its methods might print, draw or change something.
"""

from __future__ import annotations

from collections.abc import Iterator
from copyreg import dispatch_table
from typing import Any

from jupyter_repro.value_digests.form import Undigested, class_name

NOTEBOOK = "__main__"
ASKED_BY_PICKLE = ("__reduce__", "__reduce_ex__", "__getstate__", "__getnewargs__", "__getnewargs_ex__")

SHOWN = frozenset({"IPython", "altair", "bokeh", "ipywidgets", "matplotlib", "plotly", "tqdm"})
"""Libraries whose objects hold ids and caches of drawing; what they are is seen in the output."""


def object_form(value: Any) -> tuple[Any, ...]:
    """Attributes of an object of the notebook's own classes; of others what `copy` and `pickle` would take."""
    kind = type(value)
    if hasattr(kind, "__next__") or kind.__module__.partition(".")[0] in SHOWN:
        raise Undigested(class_name(kind).removeprefix("builtins."))
    if _asks_the_notebook(kind):
        return attributes(value)
    try:
        return reduction(value)
    except Exception:  # pickle's protocol has no error of its own
        raise Undigested(class_name(kind).removeprefix("builtins.")) from None


def attributes(value: Any) -> tuple[Any, ...]:
    """Everything set on an object, by name, without asking its class."""
    slots = {name: object.__getattribute__(value, name) for name in _slots(value)}
    return own_attributes(value), slots


def own_attributes(value: Any) -> dict[str, Any]:
    """The object's `__dict__`; empty where it has none."""
    try:
        found: dict[str, Any] = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    return found


def reduction(value: Any) -> tuple[Any, ...]:
    """What an object says of itself for pickle: how it is made, its state and its items."""
    # tblib, which Dask brings, registers for exceptions what holds their traceback as well
    registered = None if issubclass(type(value), BaseException) else dispatch_table.get(type(value))
    made = registered(value) if registered else value.__reduce_ex__(4)
    if isinstance(made, str):
        return (made,)
    maker, arguments, state, items, pairs = (*made, None, None, None)[:5]
    # the maker is mostly copyreg's own, and the class is reported already
    own_arguments = [argument for argument in arguments if argument is not type(value)]
    return _name(maker), own_arguments, state, list(items or ()), [tuple(pair) for pair in pairs or ()]


def _asks_the_notebook(kind: type) -> bool:
    owners = (base for base in kind.__mro__ if not set(ASKED_BY_PICKLE).isdisjoint(vars(base)))
    return next(owners).__module__ == NOTEBOOK


def _slots(value: Any) -> Iterator[str]:
    for base in type(value).__mro__:
        names = vars(base).get("__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            mangled = f"_{base.__name__.lstrip('_')}{name}" if _is_private(name) else name
            if name not in {"__dict__", "__weakref__"} and _is_set(value, mangled):
                yield mangled


def _is_private(name: str) -> bool:
    return name.startswith("__") and not name.endswith("__")


def _is_set(value: Any, name: str) -> bool:
    try:
        object.__getattribute__(value, name)
    except AttributeError:
        return False
    return True


def _name(maker: Any) -> str:
    return f"{getattr(maker, '__module__', '')}.{getattr(maker, '__qualname__', type(maker).__name__)}"
