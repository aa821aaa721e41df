"""What is known of objects that are not ours, which may not be changed and need not be hashable."""

from __future__ import annotations

from typing import Any, Generic, TypeVar
from weakref import ReferenceType, ref

Known = TypeVar("Known")


class KnownObjects(Generic[Known]):
    """Object to what is known of it, as long as the object lives."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[ReferenceType[Any], Known]] = {}

    def __contains__(self, thing: Any) -> bool:
        return id(thing) in self._known

    def __getitem__(self, thing: Any) -> Known:
        return self._known[id(thing)][1]

    def __setitem__(self, thing: Any, known: Known) -> None:
        key = id(thing)
        self._known[key] = ref(thing, lambda _gone: self._known.pop(key, None)), known
