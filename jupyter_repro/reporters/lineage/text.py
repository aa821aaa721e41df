"""A lineage as a tree for a terminal."""

from __future__ import annotations

from rich.text import Text
from rich.tree import Tree

from jupyter_repro.formatting.visible_text import visible
from jupyter_repro.records.lineage import Ancestor, state_words
from jupyter_repro.reporters.lineage.words import data_lines, facts, title
from jupyter_repro.reporters.plain_console import plain_console


def lineage_text(ancestor: Ancestor, *, width: int = 100, colour: bool = False) -> str:
    """The tree: under each snapshot what drifted, its data, and what it builds upon."""
    console = plain_console(width, colour=colour)
    console.print(_tree(ancestor))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines())


def _tree(ancestor: Ancestor) -> Tree:
    tree = Tree(_label(ancestor), guide_style="dim")
    if ancestor.note:
        tree.add(Text(visible(ancestor.note), "yellow"))
    for line in ancestor.drift:
        tree.add(Text(visible(f"drifted: {line}"), "yellow"))
    for line in data_lines(ancestor):
        tree.add(Text(visible(f"data {line}"), "dim"))
    tree.children.extend(map(_tree, ancestor.consumes))
    return tree


def _label(ancestor: Ancestor) -> Text:
    state = state_words(ancestor)
    style = "green" if state.startswith("verified") and not ancestor.drift else "yellow"
    return Text.assemble(
        (visible(title(ancestor)), "bold"),
        "  ",
        (visible(state), style),
        (", ".join(["", *facts(ancestor)]), "dim"),
    )
