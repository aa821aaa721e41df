"""A lineage as a graph of Mermaid, which GitHub, GitLab and JupyterLab draw from Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_repro.formatting.visible_text import visible
from jupyter_repro.records.lineage import Ancestor, every, state_words
from jupyter_repro.reporters.lineage.words import data_lines, facts

_CLASSES = {
    "good": "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
    "warn": "fill:#fff8c5,stroke:#8a5a00,color:#1f2328",
    "data": "fill:#f6f8fa,stroke:#59636e,color:#1f2328",
}


def lineage_mermaid(ancestor: Ancestor) -> str:
    """The graph, from what was built upon to what builds upon it; a snapshot that is used twice stands in it once."""
    addresses = dict.fromkeys(each.address for each in every(ancestor))
    numbers = {address: place for place, address in enumerate(addresses)}
    lines = dict.fromkeys(line for each in every(ancestor) for line in _lines(each, numbers))
    return "\n".join(["graph LR", *(f"  {line}" for line in lines), *_classes()])


def _lines(ancestor: Ancestor, numbers: dict[str, int]) -> Iterator[str]:
    node = f"n{numbers[ancestor.address]}"
    if not ancestor.cycle:
        kind = "good" if state_words(ancestor).startswith("verified") and not ancestor.drift else "warn"
        lines = [ancestor.address, state_words(ancestor), *facts(ancestor), ancestor.note, *ancestor.drift]
        yield f'{node}["{_label(lines)}"]:::{kind}'
    if data := list(data_lines(ancestor)):
        yield f'{node}d[("{_label(data)}")]:::data'
        yield f"{node}d --> {node}"
    for each in ancestor.consumes:
        yield f'n{numbers[each.address]} -->|"{_label([each.name])}"| {node}'


def _classes() -> list[str]:
    return [f"  classDef {name} {style}" for name, style in _CLASSES.items()]


def _label(lines: list[str]) -> str:
    return "<br/>".join(_escaped(line) for line in lines if line)


def _escaped(text: str) -> str:
    """As Mermaid writes characters that mean something to it; it reads Markdown and HTML in labels too."""
    return "".join(
        char if char.isalnum() or char in " .,:/()=+-…→" else f"#{ord(char)};" for char in visible(text)
    )
