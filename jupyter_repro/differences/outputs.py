"""What differs between the recorded outputs of a cell in two states of a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from itertools import islice, zip_longest

from jupyter_repro.canonical.canonical_form import is_binary
from jupyter_repro.differences.sides import NotebookContents
from jupyter_repro.formatting.sizes import counted, human_size, two_sizes
from jupyter_repro.records.snapshot import OutputRecord, Representation

MOST_LINES = 2_000
"""Lines of a text up to which it is compared as a whole; of a longer one the excerpt is."""
MOST_DIFF_LINES = 200
"""Lines of a diff that are kept."""
WIDEST = 400

_STREAM = "application/vnd.jupyter."
"""What the MIME type of a stream begins with."""
_BEST = ("text/plain", "text/markdown", "text/html")
"""The representations whose diff says most to a reader, the best first."""

Fact = tuple[str, str]
"""What is said of the cell, and a diff or ""."""


def output_differences(
    before: Sequence[OutputRecord], after: Sequence[OutputRecord], contents: NotebookContents
) -> Iterator[Fact]:
    """Each output that is another, is missing, or is new."""
    for number, (was, now) in enumerate(zip_longest(before, after)):
        if was is None:
            yield f"shows a new output {number} ({_mimes(now)})", _best_diff(None, now, contents)
        elif now is None:
            yield f"does not show output {number} any more ({_mimes(was)})", _best_diff(was, None, contents)
        elif was.type != now.type:
            yield (
                f"shows another output {number}: {was.type} became {now.type}",
                _best_diff(was, now, contents),
            )
        elif was.data != now.data and (changed := _changed(was, now)):
            yield f"shows another output {number} ({changed})", _best_diff(was, now, contents)


def line_diff(before: str, after: str) -> str:
    """A unified diff of two texts, two lines around each change; "" where they are equal."""
    lines = unified_diff(_lines(before), _lines(after), lineterm="", n=2)
    kept = [line[:WIDEST] for line in islice(lines, 2, MOST_DIFF_LINES + 2)]
    left = sum(1 for _ in lines)
    return "\n".join([*kept, f"… {counted(left, 'more line')}"] if left else kept)


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n") if text else []


def _mimes(output: OutputRecord) -> str:
    return ", ".join(_name(mime) for mime in sorted(output.data))


def _name(mime: str) -> str:
    return mime.removeprefix(_STREAM)


def _changed(before: OutputRecord, after: OutputRecord) -> str:
    """The MIME types that differ, with what can be said of each."""
    words = []
    for mime in sorted({*before.data, *after.data}):
        was, now = before.data.get(mime), after.data.get(mime)
        if was is None or now is None:
            words.append(f"{_name(mime)} is {'new' if was is None else 'missing'}")
        elif was.digest != now.digest:
            words.append(f"{_name(mime)}{_sizes(was, now) if is_binary(mime) else ''}")
    return ", ".join(words)


def _sizes(before: Representation, after: Representation) -> str:
    """What can be said in a line of bytes, which have no text to compare."""
    if (before.excerpt, before.size) == (after.excerpt, after.size):
        return f": {', '.join([*after.excerpt, human_size(after.size)])} as before, with other content"
    sizes = two_sizes(before.size, after.size) if before.size != after.size else (human_size(after.size),) * 2
    was, now = (", ".join([*each.excerpt, size]) for each, size in zip((before, after), sizes, strict=True))
    return f": {was} → {now}"


def _best_diff(before: OutputRecord | None, after: OutputRecord | None, contents: NotebookContents) -> str:
    """Of the representation that says most to a reader; an output that is not there is an empty text."""
    was, now = before.data if before else {}, after.data if after else {}
    changed = [mime for mime in sorted({*was, *now}) if _digest(was, mime) != _digest(now, mime)]
    ordered = [*(mime for mime in _BEST if mime in changed), *changed]
    diffs = (_diff(was.get(mime), now.get(mime), contents) for mime in ordered if not is_binary(mime))
    return next(filter(None, diffs), "")


def _digest(data: dict[str, Representation], mime: str) -> str:
    return data[mime].digest if mime in data else ""


def _diff(before: Representation | None, after: Representation | None, contents: NotebookContents) -> str:
    texts = [_text(each, contents) for each in (before, after)]
    if None in texts or any(text.count("\n") > MOST_LINES for text in texts if text):
        texts = ["\n".join(each.excerpt) if each else "" for each in (before, after)]
    was, now = (text or "" for text in texts)
    return line_diff(was, now)


def _text(shown: Representation | None, contents: NotebookContents) -> str | None:
    return contents.text(shown) if shown else ""
