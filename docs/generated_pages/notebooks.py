"""Notebooks as pages."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbconvert import MarkdownExporter

_TERMINAL_COLOURS = re.compile(r"\x1b\[[\d;]*m")


def as_markdown(path: Path) -> tuple[str, dict[str, bytes]]:
    """The Markdown of a notebook with its outputs, and its pictures by their file's name."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["language_info"] = {"name": "python"}  # by which its code is coloured
    text, resources = MarkdownExporter().from_notebook_node(notebook)
    pictures = {f"{path.stem}-{name}": content for name, content in resources["outputs"].items()}
    for name in resources["outputs"]:
        text = text.replace(f"]({name})", f"]({path.stem}-{name})")
    note = f"\n\n*This page is the notebook `docs/tutorials/{path.name}`, which the tests verify.*\n"
    head, line, rest = text.partition("\n\n")
    return _TERMINAL_COLOURS.sub("", f"{head}{note}{line}{rest}"), pictures
