"""What a plug-in imports, and the parts that are built in, as the entry points have them."""

from __future__ import annotations

import ast
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from generated_pages.python_names import entries
from generated_pages.tables import code, plain, table
from jupyter_repro import extensions

_NAMES = """\
# Names for plug-ins

A plug-in imports what it needs from `jupyter_repro.extensions`. [Extending](../extending.md) shows how one is written.

"""

_PARTS = """\
# Parts that are built in

Each part is registered as an entry point, as a plug-in of your own is: [Extending](../extending.md) shows how.
"""


def names() -> str:
    """The page of all that `jupyter_repro.extensions` has."""
    return _NAMES + entries(extensions, [name for name in extensions.__all__ if _is_documented(name)])


def _is_documented(name: str) -> bool:
    """Whether it is a class or a function of ours; another name of a type is not."""
    return str(getattr(getattr(extensions, name), "__module__", "")).startswith("jupyter_repro.")


def parts() -> str:
    """The page of all entry points in our groups."""
    groups = sorted(group for group in entry_points().groups if group.startswith("jupyter_repro."))
    return _PARTS + "".join(_group(group) for group in groups)


def _group(group: str) -> str:
    ours = sorted(
        (entry for entry in entry_points(group=group) if entry.module.startswith("jupyter_repro.")),
        key=lambda entry: entry.name,
    )
    rows = [(code(entry.name), plain(_first_line(entry)), code(entry.value)) for entry in ours]
    return f"\n## `{group}`\n\n{table(['name', 'what it is', 'where'], rows)}"


def _first_line(entry: EntryPoint) -> str:
    """The first sentence of a part's documentation, or of its module's."""
    spec = find_spec(entry.module)
    assert spec
    assert spec.origin
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == entry.attr]
    words = next(filter(None, (ast.get_docstring(node) for node in (*classes, tree))), "")
    return words.partition("\n\n")[0]
