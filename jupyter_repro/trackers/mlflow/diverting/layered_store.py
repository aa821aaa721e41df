"""A store that is only read, with what a notebook writes in a scratch store above it."""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from mlflow.store.entities import PagedList

_WRITES = (
    "add_",
    "archive_",
    "copy_",
    "create_",
    "delete_",
    "end_",
    "finalize_",
    "flush_",
    "link_",
    "log_",
    "record_",
    "register_",
    "remove_",
    "rename_",
    "restore_",
    "set_",
    "shut_down_",
    "start_",
    "transition_",
    "unlink_",
    "update_",
    "upsert_",
    "_await_",
)
"""How the names of methods begin that write."""

Arguments = Mapping[str, Any]
"""Of one call, by their names."""


class Layers(Protocol):
    """What a kind of store needs to be read and written in two layers."""

    def copy_up(self, asked: Arguments) -> None:
        """Copy what a call writes to from the store that is kept, so that the scratch store has it."""
        ...

    def is_above(self, asked: Arguments) -> bool:
        """Whether what a call reads is in the scratch store."""
        ...

    def written(self, name: str, asked: Arguments, answer: Any) -> None:
        """Note what a call has made in the scratch store."""
        ...

    def served(self, answer: Any) -> Any:
        """An answer of the scratch store as the store that is kept gives it."""
        ...

    def merged(self, name: str, asked: dict[str, Any]) -> Any:
        """The answer of a search in both; None for a method that is no search that it knows."""
        ...


class LayeredStore:
    """Answers as the store that is kept does, and writes into the scratch store only."""

    def __init__(self, kept: Any, scratch: Any, layers: Layers) -> None:
        self._kept, self._scratch, self._layers = kept, scratch, layers

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """MLflow prints the address of a run where its store is one on a server."""
        return type(self._kept)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.__dict__["_kept"], name)
        if not inspect.ismethod(method) or not hasattr(self._scratch, name):
            return method
        act = self._write if name.startswith(_WRITES) else self._read
        return lambda *args, **named: act(name, _arguments(method, args, named), args, named)

    def _write(self, name: str, asked: dict[str, Any], args: tuple[Any, ...], named: Arguments) -> Any:
        with as_a_server_draws():
            self._layers.copy_up(asked)
            answer = getattr(self._scratch, name)(*args, **named)
        self._layers.written(name, asked, answer)
        return self._layers.served(answer)

    def _read(self, name: str, asked: dict[str, Any], args: tuple[Any, ...], named: Arguments) -> Any:
        if name.startswith("search_") and (found := self._layers.merged(name, asked)) is not None:
            return found
        if self._layers.is_above(asked):
            return self._layers.served(getattr(self._scratch, name)(*args, **named))
        return getattr(self._kept, name)(*args, **named)


def _arguments(method: Callable[..., Any], args: tuple[Any, ...], named: Mapping[str, Any]) -> dict[str, Any]:
    bound = inspect.signature(method).bind(*args, **named)
    bound.apply_defaults()
    return dict(bound.arguments)


@contextmanager
def as_a_server_draws() -> Iterator[None]:
    """A server draws the names of runs itself: here that leaves the notebook's generator as it is."""
    state = random.getstate()
    try:
        yield
    finally:
        random.setstate(state)


def joined(above: list[Any], kept: Any, key: Callable[[Any], Any]) -> Any:
    """A page of what is kept, each that is above as it is there, and those first that are only there."""
    there = {key(each): each for each in above}
    page = [there.pop(key(each), each) for each in kept]
    return PagedList([*there.values(), *page], kept.token)
