"""A difference as HTML: one file that needs nothing else, or its body for a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from jupyter_repro.formatting.sizes import counted
from jupyter_repro.formatting.visible_text import visible
from jupyter_repro.records.differences import CellDifference, Difference
from jupyter_repro.reporters.difference_words import (
    DifferenceSection,
    cell_name,
    sections,
    was_and_now,
)

MOST_OPEN = 20
"""Rows of a section, and lines of a cell's diff, that are shown at once; more of them are folded."""

_LIGHT = "--was: #b3261e; --now: #1a7f37;"
_DARK = "--was: #ff8a80; --now: #7ee787;"
# a page follows the system; in JupyterLab, which says so on its body, the theme counts
_STYLE = f"""
.jupyter-repro-diff {{ font: 14px/1.5 system-ui, sans-serif; {_LIGHT} }}
@media (prefers-color-scheme: dark) {{ .jupyter-repro-diff {{ {_DARK} }} }}
[data-jp-theme-light="true"] .jupyter-repro-diff {{ {_LIGHT} }}
[data-jp-theme-light="false"] .jupyter-repro-diff {{ {_DARK} }}
.jupyter-repro-diff h2 {{ font-size: 1rem; margin: 1.4em 0 .3em; }}
.jupyter-repro-diff table {{ border-collapse: collapse; width: 100%; table-layout: fixed; margin: 0; }}
.jupyter-repro-diff th, .jupyter-repro-diff td {{ text-align: left; vertical-align: top; padding: .25em .8em .25em 0;
  border-bottom: 1px solid #8884; overflow-wrap: anywhere; white-space: normal; background: none; }}
.jupyter-repro-diff th:first-child:nth-last-child(2) {{ width: 13em; }}
.jupyter-repro-diff th {{ font-weight: normal; opacity: .7; }}
.jupyter-repro-diff pre {{ margin: .3em 0; padding: .2em .8em; overflow-x: auto; border-left: 3px solid #8886;
  font: 12.5px/1.45 ui-monospace, monospace; background: none; }}
.jupyter-repro-diff .was {{ color: var(--was); }} .jupyter-repro-diff .now {{ color: var(--now); }}
.jupyter-repro-diff summary {{ cursor: pointer; padding: .25em 0; }}
"""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>body {{ margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }}</style></head>
<body>{body}</body></html>
"""


def difference_page(found: Difference) -> str:
    """A file of its own."""
    return _PAGE.format(title=_text(f"{found.before} → {found.after}"), body=difference_body(found))


def difference_body(found: Difference) -> str:
    """What stands in the page, or in a notebook's output."""
    parts = [f"<style>{_STYLE}</style><p><b>{_text(found.before)}</b> → <b>{_text(found.after)}</b></p>"]
    for section in sections(found.context):
        parts += _section(section)
    if found.cells:
        parts += ["<h2>cells</h2>", *_folded(["cell", "what"], [_cell(cell) for cell in found.cells])]
    if not found.differs:
        parts.append("<p>nothing changed</p>")
    parts += [f"<p>{_text(note)}</p>" for note in found.notes]
    return f'<div class="jupyter-repro-diff">\n{"".join(parts)}\n</div>'


def _section(section: DifferenceSection) -> Iterator[str]:
    yield f"<h2>{_text(section.title)}</h2>"
    relevant, installed = (
        [_row(change.name, *was_and_now(change)) for change in changes]
        for changes in (section.changes, section.installed)
    )
    heads = ["name", "was", "is"]
    yield from _folded(heads, relevant)
    if installed:
        yield _details(f"{counted(len(installed), 'package')} that are only installed", heads, installed)


def _folded(heads: Sequence[str], rows: Sequence[str]) -> Iterator[str]:
    """A table of the first rows, and another one, folded, of the rest."""
    if rows:
        yield _table(heads, rows[:MOST_OPEN])
    if rest := rows[MOST_OPEN:]:
        yield _details(f"{len(rest)} more", heads, rest)


def _details(summary: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    return f"<details><summary>{_text(summary)}</summary>{_table(heads, rows)}</details>"


def _table(heads: Sequence[str], rows: Sequence[str]) -> str:
    named = "".join(f"<th>{_text(head)}</th>" for head in heads)
    return f"<table>\n<thead><tr>{named}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody></table>\n"


def _row(name: str, was: str, now: str) -> str:
    return (
        f'<tr><td>{_text(name)}</td><td class="was">{_text(was)}</td><td class="now">{_text(now)}</td></tr>\n'
    )


def _cell(cell: CellDifference) -> str:
    return f"<tr><td>{_text(cell_name(cell))}</td><td>{_text(cell.what)}{_diff(cell.diff)}</td></tr>\n"


def _diff(diff: str) -> str:
    lines = [*map(_line, diff.splitlines())]
    shown = _block(lines[:MOST_OPEN])
    if rest := lines[MOST_OPEN:]:
        shown += f"<details><summary>{counted(len(rest), 'more line')}</summary>{_block(rest)}</details>"
    return shown


def _block(lines: Sequence[str]) -> str:
    return "<pre>{}</pre>".format("\n".join(lines)) if lines else ""


def _line(line: str) -> str:
    kind = {"-": "was", "+": "now"}.get(line[:1])
    return f'<span class="{kind}">{_text(line)}</span>' if kind else _text(line)


def _text(text: str) -> str:
    return escape(visible(text))
