"""The numbers of a cell's outputs that are not what was recorded, where nothing else of these outputs changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nbformat import NotebookNode

from jupyter_repro.canonical.canonical_form import STREAM
from jupyter_repro.experiments.numbers.numbers_in_text import NumbersInText, Shape, numbers_in
from jupyter_repro.experiments.numbers.shapley import Values
from jupyter_repro.verifying.reference import Expected, stored_outputs

MOST_NUMBERS = 10
_PREFERRED = (STREAM.format(name="stdout"), "text/plain", "application/json")
Texts = Sequence[str | None]
"""The text of each output of a cell; None for one that has none, or whose recorded text is not kept."""


@dataclass(frozen=True)
class ChangedNumbers:
    """The numbers that changed, those that changed most, relative to what they were, first."""

    names: tuple[str, ...]
    recorded: Values
    found: Values
    _places: tuple[tuple[int, int], ...]
    """Output and number within it, of each."""
    _shapes: Mapping[int, Shape]
    """Of each output that has some of them."""

    def in_texts(self, texts: Texts) -> Values | None:
        """The same numbers in the outputs of another run; None where anything but numbers is another there."""
        read = {output: _numbers(texts, output) for output in self._shapes}
        if any(each is None or each.shape != self._shapes[output] for output, each in read.items()):
            return None
        return tuple(each.value(number) for output, number in self._places if (each := read[output]))


def changed_numbers(recorded: Texts, found: Texts) -> ChangedNumbers | None:
    """The numbers that changed, at most ten of them; None where there is none, or the outputs are others."""
    if len(recorded) != len(found):
        return None
    pairs = {
        output: (was, now)
        for output in range(len(recorded))
        if (was := _numbers(recorded, output)) and (now := _numbers(found, output)) and was.shape == now.shape
    }
    changed = [
        (output, number)
        for output, (was, now) in pairs.items()
        for number, (one, other) in enumerate(zip(was.numbers, now.numbers, strict=True))
        if one != other and was.value(number) != now.value(number)
    ]
    if not changed:
        return None
    first = sorted(changed, key=lambda place: -_relative(*(each.value(place[1]) for each in pairs[place[0]])))
    places = tuple(first[:MOST_NUMBERS])
    return ChangedNumbers(
        names=_names(places, [pairs[output][0].label(number) for output, number in places]),
        recorded=tuple(pairs[output][0].value(number) for output, number in places),
        found=tuple(pairs[output][1].value(number) for output, number in places),
        _places=places,
        _shapes={output: pairs[output][0].shape for output, _ in places},
    )


def recorded_texts(expected: Expected, more: Mapping[str, str]) -> Texts:
    """The texts of a cell's outputs as they were recorded; `more` are other texts that are kept, by their digests."""
    texts: list[str | None] = []
    for output in expected.outputs:
        mime = _mime(output.data)
        shown = output.data[mime] if mime else None
        texts.append((expected.text(shown) or more.get(shown.digest)) if shown else None)
    return texts


def shown_texts(cell: NotebookNode) -> Texts:
    """The texts of the outputs that a notebook holds for a cell."""
    outputs = stored_outputs(cell)
    return [output.data[mime] if (mime := _mime(output.data)) else None for output in outputs]


def _mime(data: Mapping[str, object]) -> str:
    preferred = [mime for mime in _PREFERRED if mime in data]
    return next(iter([*preferred, *(mime for mime in data if mime.endswith("+json"))]), "")


def _numbers(texts: Texts, output: int) -> NumbersInText | None:
    text = texts[output] if output < len(texts) else None
    return None if text is None else numbers_in(text)


def _relative(was: Fraction, now: Fraction) -> Fraction:
    return abs(now - was) / abs(was) if was else Fraction(10**9)


def _names(places: Sequence[tuple[int, int]], labels: Sequence[str]) -> tuple[str, ...]:
    """What each number is called; which one it is, where several are called so or it has no name."""
    often, outputs = Counter(labels), {output for output, _ in places}
    return tuple(
        label if label and often[label] == 1 else f"{label}, {_which(place, outputs)}".removeprefix(", ")
        for place, label in zip(places, labels, strict=True)
    )


def _which(place: tuple[int, int], outputs: Collection[int]) -> str:
    output, number = place
    return f"number {number + 1} of {'the output' if len(outputs) == 1 else f'output {output + 1}'}"
