"""A lineage as a tree for a terminal."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from jupyter_repro.records.lineage import Ancestor, state_words
from jupyter_repro.reporters.difference_words import printable
from jupyter_repro.reporters.lineage_words import data_lines, facts, title


def lineage_text(ancestor: Ancestor, *, width: int = 100, colour: bool = False) -> str:
    """The tree: under each snapshot what drifted, its data, and what it builds upon."""
    console = Console(
        file=StringIO(), width=width, force_terminal=colour, no_color=not colour, highlight=False
    )
    console.print(_tree(ancestor))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines())


def _tree(ancestor: Ancestor) -> Tree:
    tree = Tree(_label(ancestor), guide_style="dim")
    if ancestor.note:
        tree.add(Text(printable(ancestor.note), "yellow"))
    for line in ancestor.drift:
        tree.add(Text(printable(f"drifted: {line}"), "yellow"))
    for line in data_lines(ancestor):
        tree.add(Text(printable(f"data {line}"), "dim"))
    tree.children.extend(map(_tree, ancestor.consumes))
    return tree


def _label(ancestor: Ancestor) -> Text:
    state = state_words(ancestor)
    style = "green" if state.startswith("verified") and not ancestor.drift else "yellow"
    return Text.assemble(
        (printable(title(ancestor)), "bold"),
        "  ",
        (printable(state), style),
        (", ".join(["", *facts(ancestor)]), "dim"),
    )
