"""A difference as HTML: one file that needs nothing else, or its body for a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from jupyter_repro.differences import CellDifference, Difference
from jupyter_repro.reporters.difference_text import cell_words, sections

MOST_OPEN = 20
"""Rows of a section that are shown at once; more of them are folded."""

_STYLE = """
.jupyter-repro-diff { font: 14px/1.5 system-ui, sans-serif; max-width: 60rem; }
.jupyter-repro-diff h2 { font-size: 1rem; margin: 1.2em 0 .3em; }
.jupyter-repro-diff ul { margin: 0; padding-left: 1.2em; }
.jupyter-repro-diff li { overflow-wrap: anywhere; }
.jupyter-repro-diff pre { margin: .3em 0; padding: .4em .8em; overflow-x: auto; border-left: 3px solid #8888; }
.jupyter-repro-diff .was { color: #b3261e; } .jupyter-repro-diff .now { color: #1a7f37; }
@media (prefers-color-scheme: dark) {
  .jupyter-repro-diff .was { color: #ff8a80; } .jupyter-repro-diff .now { color: #7ee787; }
}
"""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>body {{ margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }}</style></head>
<body>{body}</body></html>
"""


def difference_page(found: Difference) -> str:
    """A file of its own."""
    return _PAGE.format(title=escape(f"{found.before} → {found.after}"), body=difference_body(found))


def difference_body(found: Difference) -> str:
    """What stands in the page, or in a notebook's output."""
    parts = [f"<style>{_STYLE}</style><p><b>{escape(found.before)}</b> → <b>{escape(found.after)}</b></p>"]
    for title, changes in sections(found.context):
        parts += _section(title, [f"<li>{escape(change)}</li>" for change in changes])
    if found.cells:
        parts += _section("cells", [f"<li>{_cell(cell)}</li>" for cell in found.cells])
    if not found.differs:
        parts.append("<p>nothing changed</p>")
    return f'<div class="jupyter-repro-diff">{"".join(parts)}</div>'


def _section(title: str, rows: list[str]) -> Iterator[str]:
    yield f"<h2>{escape(title)}</h2><ul>{''.join(rows[:MOST_OPEN])}</ul>"
    if rest := rows[MOST_OPEN:]:
        yield f"<details><summary>{len(rest)} more</summary><ul>{''.join(rest)}</ul></details>"


def _cell(cell: CellDifference) -> str:
    lines = "\n".join(map(_line, cell.diff.splitlines()))
    return escape(cell_words(cell)) + (f"<pre>{lines}</pre>" if lines else "")


def _line(line: str) -> str:
    kind = {"-": "was", "+": "now"}.get(line[:1])
    return f'<span class="{kind}">{escape(line)}</span>' if kind else escape(line)
