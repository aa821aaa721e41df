"""What differs from run to run though it means the same: addresses, and ids that known producers make up.

Each is numbered in order of first appearance within a cell, so that identity is still compared: two reprs of one
object stay equal, two objects stay different. A value counts as volatile only where it stands in the producer's
own form (an *anchor*); it is then replaced wherever it stands in the cell. A hexadecimal number or a UUID that a
notebook prints as data has no anchor and stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

_HEX = "[0-9a-f]"
_UUID = rf"{_HEX}{{8}}-{_HEX}{{4}}-4{_HEX}{{3}}-[89ab]{_HEX}{{3}}-{_HEX}{{12}}"
_OF_A_UUID = rf"{_HEX}{{8,20}}[-_]{_HEX}{{4}}[-_]4{_HEX}{{3}}[-_][89ab]{_HEX}{{3}}[-_]{_HEX}{{12,40}}"
_QUOTE = r"(?:\\?[\"']|&quot;)"
_RANDOM = (
    rf"{_OF_A_UUID}"
    r"|(?<![0-9a-fA-F])(?=[a-fA-F]{0,63}\d)(?=\d{0,63}[a-fA-F])[0-9a-fA-F]{12,64}(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])(?=[A-Za-z]{0,63}\d{1,63}[A-Za-z]{1,63}\d)(?=[a-z0-9]{0,63}[A-Z])(?=[A-Z0-9]{0,63}[a-z])"
    r"[A-Za-z0-9]{10,64}(?![A-Za-z0-9])"
    r"|(?<!\d)\d{9,40}(?!\d)"
)
"""What no person writes into the name of an element: a UUID, hexadecimal digits, mixed letters, digits of a clock."""
_NAMES_AN_ELEMENT = (
    rf"\bid={_QUOTE}?|getElementById\({_QUOTE}|querySelector\({_QUOTE}\#|\bhref={_QUOTE}\#|\burl\({_QUOTE}?\#"
    rf"|{_QUOTE}(?:element|div|dom|html|target|container|render)_?[iI]d{_QUOTE}: ?{_QUOTE}"
)
"""What stands before the name of an element, in markup and in scripts."""


class Producer(NamedTuple):
    """One maker of volatile values."""

    name: str
    """What stands before the number that replaces the value."""
    hint: str
    """A literal without which there is no anchor: looked for first, outputs may be 100 MB long."""
    anchor: str
    """Where the value (the group that matched) is certainly the producer's."""
    shape: str
    """The value (group 1) anywhere; replaced when it was met in an anchor."""
    plain: bool = False
    """Whether streams, errors and plain text have it too, and not only HTML, SVG, JavaScript and JSON."""


PRODUCERS: tuple[Producer, ...] = (
    # the repr of an object: <A at 0x…>, <A object at 0x…>, <code object f at 0x…, file …>, Generator(PCG64) at 0x…
    Producer(
        "address",
        "at 0x",
        r"\b(?:object at |\(\w+\) at )(0x[0-9a-fA-F]{6,16})\b"
        r"|\bat (0x[0-9a-fA-F]{6,16})(?=>|&gt;|\\u003e|; to |; dead|, file )",
        r"\b(0x[0-9a-fA-F]{6,16})\b",
        plain=True,
    ),
    # OpenSSL's objects: <md5 _hashlib.HASH object @ 0x…>
    Producer(
        "pointer",
        "object @ 0x",
        r"\bobject @ (0x[0-9a-fA-F]{6,16})(?=>|&gt;|\\u003e)",
        r"\b(0x[0-9a-fA-F]{6,16})\b",
        plain=True,
    ),
    # pandas Styler: T_5f3a1, T_5f3a1_row0_col1
    Producer("styler", "T_", rf"\bid=\"T_({_HEX}{{5,32}})\"", rf"\bT_({_HEX}{{5,32}})(?=_|\b)"),
    # UUIDs of elements: plotly, bokeh, xarray (section-<uuid>); and of bokeh's documents and plotly's traces
    Producer(
        "uuid",
        "-4",
        rf"\bid={_QUOTE}?[\w-]{{0,40}}?({_UUID})|\"(?:docid|uid|_model_id)\": ?\"({_UUID})",
        rf"(?<![0-9a-f])({_UUID})(?![0-9a-f])",
    ),
    # elements named with a UUID's 32 digits: altair, folium; altair names data by its content, which stays
    Producer(
        "element",
        "id=",
        rf"\bid={_QUOTE}?[A-Za-z][\w-]{{0,40}}?[-_]({_HEX}{{32}})\b",
        rf"(?<![0-9a-f])({_HEX}{{32}})(?![0-9a-f])",
    ),
    Producer(
        "layer",
        "leaflet",
        rf"\bvar [a-z]+(?:_[a-z]+)*_({_HEX}{{32}}) = ",
        rf"_({_HEX}{{32}})(?![0-9a-f])",
    ),
    # matplotlib's animations: _anim_img1af5…, and anim1af5… in their scripts
    Producer(
        "animation",
        "_anim_",
        rf"\b_anim_\w{{1,12}}?({_HEX}{{32}})\b",
        rf"(?<![0-9a-f])({_HEX}{{32}})(?![0-9a-f])",
    ),
    Producer(
        "widget",
        "model_id",
        rf"\"model_id\": ?\"({_HEX}{{32}})\"",
        rf"(?<![0-9a-f])({_HEX}{{32}})(?![0-9a-f])",
    ),
    # bokeh counts the models of a session
    Producer(
        "model",
        "root",
        r"\bdata-root-id=\\?\"(p\d{4,})|\"(?:id|target_id)\": ?\"(p\d{4,})\"",
        r"\b(p\d{4,})\b",
    ),
    # scikit-learn counts the reprs of a session
    Producer("container", "sk-container-id-", r"\bid=\"sk-container-id-(\d+)", r"\bsk-container-id-(\d+)\b"),
    Producer("estimator", "sk-estimator-id-", r"\bid=\"sk-estimator-id-(\d+)", r"\bsk-estimator-id-(\d+)\b"),
    # matplotlib's SVG salts the names of clip paths, markers, hatches, images and collections
    Producer(
        "mark",
        "id=",
        rf"\bid=\"(?:[hmp]|image|C{_HEX}+_{_HEX}+_)({_HEX}{{10}})\"",
        rf"(?:\b[hmp]|image|_)({_HEX}{{10}})\b",
    ),
    # what a script calls its parts by: a UUID, also behind a number, as mpld3 has it
    Producer(
        "part",
        "<script",
        rf"{_QUOTE}id{_QUOTE}: ?{_QUOTE}[A-Za-z]{{1,20}}({_OF_A_UUID})(?=[\w-]{{0,40}}{_QUOTE})",
        rf"({_OF_A_UUID})",
    ),
    # any other producer: the random part in the name of an element, wherever it stands
    Producer(
        "id",
        "",
        rf"(?:{_NAMES_AN_ELEMENT})[\w.:-]{{0,60}}?({_RANDOM})",
        rf"({_RANDOM})",
    ),
)
"""A producer more is a row more."""

CONSTANTS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("%%CreationDate", re.compile(r"^%%CreationDate: .*", re.MULTILINE), "%%CreationDate:"),
    ("<dc:date>", re.compile(r"<dc:date>[^<]*"), "<dc:date>"),
    ("<ipython-input-", re.compile(r"<ipython-input-\d+-[0-9a-f]+>"), "<ipython-input>"),
    ("Cell In[", re.compile(r"\bCell In\[\d+\]"), "Cell In[]"),
    ("Input In [", re.compile(r"\bInput In \[\d+\]"), "Input In []"),
    # an address that a table cut: what is left of it cannot tell objects apart
    (" at 0x", re.compile(r"(?<= at )0x[0-9a-fA-F]{0,16}(?=\.\.\.|…)"), "0x"),
    # the same of a repr that was cut in its middle, as by reprlib, and by scikit-learn in the table of an estimator;
    # an output with one never had the same digest twice, so that this is no new form
    (
        "...",
        re.compile(
            r"((?:(?:<|&lt;)[\w.][\w. ]{0,60}|\w)\.\.\.)(?:0?x)?(?=[0-9a-f]{0,15}\d)[0-9a-f]{6,16}(?=>|&gt;)"
        ),
        r"\1",
    ),
)
"""A literal that is looked for first, a pattern, and what replaces it."""

_COMPILED = tuple((each, re.compile(each.anchor), re.compile(each.shape)) for each in PRODUCERS)
_KERNEL_FILE = re.compile(r"ipykernel_\d+[/\\]+(\d+)\.py")
_BEFORE_PATH = frozenset(" \t\n\r\v\f\"'<>|()=,;")
_LONGEST_PATH = 1_000

Replacement = Callable[[re.Match[str]], str]


def numbered(texts: Sequence[tuple[str, bool]], cells: Mapping[str, str]) -> list[str]:
    """The texts of one cell's outputs, each with whether it is markup, with all volatile parts replaced.

    `cells` maps the number in the name of a kernel's temporary file to the id of the cell it stands for.
    """
    sound = [(_constants(text, cells), markup) for text, markup in texts]
    for producer, anchor, shape in _COMPILED:
        sound = _numbered(producer, anchor, shape, sound)
    return [text for text, _ in sound]


def _constants(text: str, cells: Mapping[str, str]) -> str:
    if "ipykernel_" in text:
        text = with_paths(text, _KERNEL_FILE, lambda match: _cell(cells.get(match[1])))
    for hint, pattern, replacement in CONSTANTS:
        if hint in text:
            text = pattern.sub(replacement, text)
    return text


def _cell(cell_id: str | None) -> str:
    return "<cell>" if cell_id is None else f"<cell {cell_id}>"


def _numbered(
    producer: Producer, anchor: re.Pattern[str], shape: re.Pattern[str], texts: list[tuple[str, bool]]
) -> list[tuple[str, bool]]:
    numbers: dict[str, str] = {}
    for text, markup in texts:
        if (markup or producer.plain) and producer.hint in text:
            for match in anchor.finditer(text):
                numbers.setdefault(match[match.lastindex or 0], f"{producer.name}-{len(numbers) + 1}")
    if not numbers:
        return texts

    def replaced(match: re.Match[str]) -> str:
        before = match.string[match.start() : match.start(1)]
        return before + numbers.get(match[1], match[1])

    return [
        (shape.sub(replaced, text), markup) if markup or producer.plain else (text, markup)
        for text, markup in texts
    ]


def with_paths(text: str, tail: re.Pattern[str], replacement: Replacement) -> str:
    """`text` with each match of `tail`, and the folders of the path that it ends, replaced."""
    pieces: list[str] = []
    end = 0
    for match in tail.finditer(text):
        start = _path_start(text, end, match.start())
        if start == end and pieces:  # one path that holds the tail twice
            pieces.pop()
        pieces += [text[end:start], replacement(match)]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _path_start(text: str, first: int, end: int) -> int:
    start = end
    first = max(first, end - _LONGEST_PATH)
    while start > first and text[start - 1] not in _BEFORE_PATH:
        start -= 1
    return start
