"""Blocks of a run: those that the notebook, or a script, names itself, and what is logged in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Lock
from typing import Any

import msgspec

from jupyter_repro.addresses.data_addresses import HIDDEN
from jupyter_repro.addresses.secret_words import is_secret
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.json_numbers import JsonNumber, as_json
from jupyter_repro.formatting.timestamps import now
from jupyter_repro.records.run_blocks import NO_PARENT, RunBlock
from jupyter_repro.records.tracked_values import is_number


class Run:
    """What the body of the block is given."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._params: dict[str, str] = {}
        self._numeric: dict[str, bool] = {}
        self._metrics: dict[str, JsonNumber] = {}

    def log_metric(self, name: str, value: float) -> None:
        """Keep a number, in place of one of the same name; raises ReproError for what is no number."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise ReproError(
                f"the metric {name} is {value!r}, which is no number", "log_param takes any value"
            ) from None
        self._metrics[name] = as_json(number)

    def log_param(self, name: str, value: Any) -> None:
        """Keep a value: a number, or anything else as text; one that looks like a secret is not kept."""
        text = str(value)
        hidden = is_secret(name, text)
        self._params[name] = HIDDEN if hidden else text
        self._numeric[name] = is_number(value) and not hidden

    def block(self, **known: Any) -> RunBlock:
        """The record of it as it is now."""
        numeric = tuple(name for name, is_one in self._numeric.items() if is_one)
        return RunBlock(
            self.name, params=dict(self._params), numeric=numeric, metrics=dict(self._metrics), **known
        )


class OpenBlock:
    """A block with what is known of it by now."""

    def __init__(self, run: Run, parent: int, place: object) -> None:
        self.run, self.parent, self.place = run, parent, place
        self.started, self.ended, self.failed = now(), "", ""
        self.more: dict[str, Any] = {}
        """Other fields of its record."""

    def record(self) -> RunBlock:
        """What is recorded of it."""
        return self.run.block(
            started=self.started, ended=self.ended, parent=self.parent, failed=self.failed, **self.more
        )


class NamedBlocks:
    """All blocks of one kernel, or of one script."""

    def __init__(self, place: Callable[[], object] = lambda: None) -> None:
        self._all: list[OpenBlock] = []
        self._place = place
        self._one_at_a_time = Lock()
        self._outer: ContextVar[int] = ContextVar("outer", default=NO_PARENT)

    @contextmanager
    def opened(self, name: str) -> Iterator[Run]:
        """A block; what it raises is raised."""
        block, index = self.begun(name)
        token = self._outer.set(index)
        try:
            yield block.run
        except BaseException as error:
            block.failed = type(error).__name__
            raise
        finally:
            block.ended = now()
            with suppress(ValueError):  # it was entered in one cell and is left in another
                self._outer.reset(token)

    def begun(self, name: str, parent: int = NO_PARENT) -> tuple[OpenBlock, int]:
        """A block that begins, and its place; without a `parent` it stands in the one that is open here."""
        with self._one_at_a_time:
            outer = self._outer.get() if parent == NO_PARENT else parent
            block = OpenBlock(Run(name), self._first_open() if outer == NO_PARENT else outer, self._place())
            self._all.append(block)
            return block, len(self._all) - 1

    def _first_open(self) -> int:
        """A thread knows nothing of the block that it was started in: the outermost one that is open."""
        return next((index for index, block in enumerate(self._all) if not block.ended), NO_PARENT)

    @property
    def any_open(self) -> bool:
        """Whether one has not ended yet."""
        return self._first_open() != NO_PARENT

    def records(self, counts: Callable[[Any], bool] = lambda _place: True) -> list[RunBlock]:
        """Those whose place `counts`, in the order of their start; what stood in another one stands on its own."""
        kept = [index for index, block in enumerate(self._all) if counts(block.place)]
        places = {index: place for place, index in enumerate(kept)}
        return [_moved(self._all[index].record(), places) for index in kept]

    def clear(self) -> None:
        """Forget all."""
        self._all.clear()


def _moved(block: RunBlock, places: Mapping[int, int]) -> RunBlock:
    return msgspec.structs.replace(block, parent=places.get(block.parent, NO_PARENT))
