"""Trees of elements, of SVG and HTML: which element, attribute or text differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from jupyter_repro.comparators.numbers import and_more, became_words
from jupyter_repro.comparators.quoting import quoted

if TYPE_CHECKING:
    from lxml import etree

    Element: TypeAlias = etree._Element

_PATH_COMMANDS = str.maketrans({command: f" {command} " for command in "MmLlHhVvCcSsQqTtAaZz"})


class _Change(NamedTuple):
    element: Element
    what: str
    values: tuple[str, str] | None = None

    def __str__(self) -> str:
        return f"{_name(self.element)}{self.what}{became_words(*self.values) if self.values else ''}"


def element_difference(recorded: Element, found: Element) -> str:
    """The first difference of two trees and how many more there are; "" where there is none."""
    changes = _changes(recorded, found)
    first = next(changes, None)
    return f"{first}{and_more(sum(1 for _ in changes), 'difference')}" if first else ""


def _changes(recorded: Element, found: Element) -> Iterator[_Change]:
    """In the order of the document; a stack of our own, since markup nests deeper than Python calls."""
    stack = [(recorded, found)]
    while stack:
        a, b = stack.pop()
        if a.tag != b.tag:
            yield _Change(a, f" became {_tag(b)}")
            continue
        yield from _attribute_changes(a, b)
        yield from _text_changes(a, b)
        children, others = list(a), list(b)
        start, end = _common(children, others)
        yield from (_Change(child, " was removed") for child in children[start : len(children) - end])
        yield from (_Change(child, " was added") for child in others[start : len(others) - end])
        kept = [*zip(children[:start], others[:start], strict=True)]
        kept += zip(children[len(children) - end :], others[len(others) - end :], strict=True)
        stack += reversed(kept)


def _attribute_changes(a: Element, b: Element) -> Iterator[_Change]:
    for key in map(str, dict.fromkeys([*a.keys(), *b.keys()])):
        before, now, name = a.get(key), b.get(key), _local(key)
        if before is None or now is None:
            yield _Change(a, f": the attribute {name} was {'added' if before is None else 'removed'}")
        elif before != now:
            yield _Change(a, f", attribute {name}: ", (_spaced(name, before), _spaced(name, now)))


def _spaced(attribute: str, value: str) -> str:
    """A path is a list of numbers as well, but need not have spaces: `M0 1L2 3`."""
    return " ".join(value.translate(_PATH_COMMANDS).split()) if attribute == "d" else value


def _text_changes(a: Element, b: Element) -> Iterator[_Change]:
    for what, before, now in ((", text: ", a.text, b.text), (", text after it: ", a.tail, b.tail)):
        if before != now and _words(before) != _words(now):
            yield _Change(a, what, (_words(before), _words(now)))


def _common(a: list[Element], b: list[Element]) -> tuple[int, int]:
    """How many children have the same tags at the beginning and at the end."""
    shorter = min(len(a), len(b))
    start = next((i for i in range(shorter) if a[i].tag != b[i].tag), shorter)
    if len(a) == len(b):
        return len(a), 0
    start = next((i for i in range(start) if _differ(a[i], b[i])), start)
    rest = shorter - start
    end = next((i for i in range(rest) if a[-1 - i].tag != b[-1 - i].tag), rest)
    return start, end


def _differ(a: Element, b: Element) -> bool:
    return a.items() != b.items() or _words(a.text) != _words(b.text)


def _name(element: Element) -> str:
    """The element by its id, else its number among those of its kind, with the nearest element that has an id."""
    if own := element.get("id"):
        return f"{_tag(element)} {quoted(own)}"
    parent = next((each for each in element.iterancestors() if each.get("id")), None)
    inside = f" in {quoted(str(parent.get('id')))}" if parent is not None else ""
    return f"{_tag(element)}{_number(element, parent)}{inside}"


def _number(element: Element, parent: Element | None) -> str:
    """Its number from 1 among those of its tag inside an element; "" where it is the only one."""
    root = element.getroottree().getroot() if parent is None else parent
    same = list(root.iter(element.tag))
    return f" {same.index(element) + 1}" if len(same) > 1 else ""


def _tag(element: Element) -> str:
    return f"<{_local(str(element.tag))}>"


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _words(text: str | None) -> str:
    return " ".join((text or "").split())
