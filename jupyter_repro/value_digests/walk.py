"""From a value to its digest: BLAKE3 over its type and its parts, and theirs.

joblib.hash digests a pickle. In it, two equal lists are not one list twice: `a = [1, 2]; [a, a]` and
`[[1, 2], [1, 2]]` get two digests, though no computation can tell them apart until one is changed. Here only what a
value holds counts, not what it shares.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import Any

from blake3 import blake3

from jupyter_repro.digest import digest_of
from jupyter_repro.value_digests.form import Content, Undigested, class_name, form_of
from jupyter_repro.value_digests.objects import object_form

MOST_LEVELS = 100
"""Of containers in one another. Each takes a few of Python's thousand frames."""

PIECE = 1 << 24
"""Bytes that are digested between two looks at the clock."""

MANY = 4096
"""Items that are encoded between two looks at the clock."""

WORTH_KEEPING = 64
"""Values that a container must hold for its digest to be kept for when it is met again."""

OVER_BUDGET = "over the budget of time"


class Walk:
    """Digests of values at one moment: what is met twice is digested once."""

    def __init__(self, deadline: float | None = None) -> None:
        self.deadline = deadline
        """On time.monotonic's clock; a digest that is not ready by then is given up."""
        # the values themselves are kept as well, so that no other can get their address
        self._known: dict[int, tuple[Any, bytes]] = {}
        self._above: dict[int, int] = {}
        self._highest = MOST_LEVELS
        self._met = 0

    def digest(self, value: Any) -> str:
        """Digest of `value`; raises Undigested, and nothing else, where it has none."""
        self._above.clear()
        self._highest = MOST_LEVELS
        try:
            return digest_of(blake3(self._encoded(value)))
        except Undigested:
            raise
        except (
            Exception
        ) as error:  # libraries raise whatever they do for a value that is closed, moved or lazy
            raise Undigested(f"{class_name(type(value))} ({type(error).__name__})") from None

    def _encoded(self, value: Any) -> bytes:
        encode = ATOMS.get(type(value))
        return encode(value) if encode else self._node(value)

    def _node(self, value: Any) -> bytes:
        """Digest of a value that holds others. One that holds itself stands there as the way back to it."""
        address, level = id(value), len(self._above)
        if known := self._known.get(address):
            return known[1]
        if (above := self._above.get(address)) is not None:
            self._highest = min(self._highest, above)
            return b"^%d;" % (level - above)
        if level == MOST_LEVELS:
            raise Undigested(f"nested deeper than {MOST_LEVELS} levels")
        outside, before = self._highest, self._met
        self._highest, self._above[address] = MOST_LEVELS, level
        made = b"#" + self._made(value)
        del self._above[address]
        # with a way back to what holds it, it would be another digest elsewhere
        if self._highest >= level and self._met - before >= WORTH_KEEPING:
            self._known[address] = value, made
        self._highest = min(outside, self._highest) if self._highest < level else outside
        return made

    def _made(self, value: Any) -> bytes:
        kind = type(value)
        self._look_at_the_clock()
        self._met += 1
        hasher = blake3(class_name(kind).encode() + b"\0")
        if contents := CONTAINERS.get(kind):
            contents(self, value, hasher)
        else:
            form = form_of(kind) or object_form
            for part in form(value):
                self._add(part, hasher)
        digest: bytes = hasher.digest()
        return digest

    def _add(self, part: Any, hasher: Any) -> None:
        if type(part) is Content:
            hasher.update(self._content(part))
        else:
            hasher.update(self._encoded(part))

    def _content(self, content: Content) -> bytes:
        hasher = blake3()
        for piece in content.pieces:
            view = memoryview(piece)
            for start in range(0, view.nbytes, PIECE):
                hasher.update(view[start : start + PIECE])
                self._met += WORTH_KEEPING
                self._look_at_the_clock()
        return b"%" + hasher.digest()

    def _items(self, items: Sequence[Any], hasher: Any) -> None:
        """Many values of one simple type are digested as a block."""
        kinds = set(map(type, items))
        self._met += len(items)
        hasher.update(b"[%d;" % len(items))
        if len(kinds) == 1 and (block := BLOCKS.get(kinds.pop())):
            for part in block(items):
                hasher.update(part)
            return
        for start in range(0, len(items), MANY):
            self._look_at_the_clock()
            hasher.update(b"".join(map(self._encoded, items[start : start + MANY])))

    def _mapping(self, value: dict[Any, Any], hasher: Any) -> None:
        keys = list(value)
        self._items(keys, hasher)
        self._items(list(map(value.get, keys)), hasher)

    def _set(self, value: Iterable[Any], hasher: Any) -> None:
        encoded = sorted(map(self._encoded, value))
        self._met += len(encoded)
        hasher.update(b"".join(encoded))

    def _look_at_the_clock(self) -> None:
        if self.deadline is not None and monotonic() > self.deadline:
            raise Undigested(OVER_BUDGET)


def _integers(items: Sequence[int]) -> Iterable[bytes]:
    try:
        return b"q", array("q", items).tobytes()
    except OverflowError:
        return b"x", b"".join(b"%x;" % item for item in items)


def _strings(items: Sequence[str]) -> Iterable[bytes]:
    lengths = array("q", map(len, items)).tobytes()
    return b"s", lengths, "".join(items).encode("utf-8", "surrogatepass")


def _bytes(items: Sequence[bytes]) -> Iterable[bytes]:
    return b"b", array("q", map(len, items)).tobytes(), b"".join(items)


def _string(value: str) -> bytes:
    encoded = value.encode("utf-8", "surrogatepass")
    return b"s%d:" % len(encoded) + encoded


ATOMS: dict[type, Callable[[Any], bytes]] = {
    type(None): lambda _: b"N",
    type(...): lambda _: b"E",
    type(NotImplemented): lambda _: b"I",
    bool: lambda value: b"T" if value else b"F",
    int: lambda value: b"i%x;" % value,
    float: lambda value: b"f" + struct.pack("<d", value),
    complex: lambda value: b"c" + struct.pack("<dd", value.real, value.imag),
    str: _string,
    bytes: lambda value: b"b%d:" % len(value) + value,
}
"""Values that hold no others; each encoding says where it ends."""

BLOCKS: dict[type, Callable[[Sequence[Any]], Iterable[bytes]]] = {
    bool: lambda items: (b"?", bytes(items)),
    int: _integers,
    float: lambda items: (b"d", array("d", items).tobytes()),
    str: _strings,
    bytes: _bytes,
}

CONTAINERS: dict[type, Callable[[Walk, Any, Any], None]] = {
    list: Walk._items,
    tuple: Walk._items,
    dict: Walk._mapping,
    set: Walk._set,
    frozenset: Walk._set,
}
