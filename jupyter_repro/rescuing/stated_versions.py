"""Versions that a notebook states itself: what pip printed when it installed, and `__version__` that was shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

from jupyter_repro.canonical.canonical_form import canonical_outputs
from jupyter_repro.collectors.packages import normalised
from jupyter_repro.environments.imported_distributions import distribution
from jupyter_repro.notebooks.notebook_files import code_cells

_VERSION = r"\d+(?:\.\d+)+(?:(?:a|b|rc|\.post|\.dev)\d+)?"
_ASKED = re.compile(r"\b(\w+)(?:\.version)?\.(?:__version__|VERSION\b|version\b(?!\())")
_ALIAS = re.compile(r"^\s*import\s+(\w+)(?:\.\w+)*\s+as\s+(\w+)", re.MULTILINE)
_SUCCESS = re.compile(r"Successfully installed ((?:[\w.-]+-\d[\w.!+]*\s*)+)")
_SATISFIED = re.compile(rf"Requirement already satisfied[^\n]*?: ([\w.-]+)[^\n]*? in [^\n]*?\(({_VERSION})\)")
_NAMED = re.compile(
    rf"^\W*([A-Za-z][\w-]*)\W+(?:version\W+)?v?({_VERSION})\s*$", re.MULTILINE | re.IGNORECASE
)


def stated_versions(notebook: NotebookNode) -> dict[str, str]:
    """Distribution to the version that the notebook's outputs state."""
    aliases = dict(_aliases(notebook))
    found: dict[str, str] = {}
    for _, cell in code_cells(notebook):
        text = _shown(cell)
        found |= dict(_from_pip(text))
        found |= {distribution(name): version for name, version in _requested(cell.source, text, aliases)}
    return found


def _aliases(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    for _, cell in code_cells(notebook):
        for module, alias in _ALIAS.findall(cell.source):
            yield alias, module


def _shown(cell: Mapping[str, Any]) -> str:
    outputs = canonical_outputs(cell.get("outputs", ()))
    return "\n".join(text for each in outputs for mime, text in each.data.items() if mime != "text/html")


def _from_pip(text: str) -> Iterator[tuple[str, str]]:
    for installed in _SUCCESS.findall(text):
        for each in installed.split():
            name, _, version = each.rpartition("-")
            if re.fullmatch(_VERSION, version):
                yield normalised(name), version
    for name, version in _SATISFIED.findall(text):
        yield normalised(name), version


def _requested(source: str, text: str, aliases: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """As many versions as were asked for, in their order; or those that stand beside their name."""
    asked = [aliases.get(name, name) for name in _ASKED.findall(source) if name != "sys"]
    if not asked:
        return
    versions = re.findall(rf"(?<![\w.]){_VERSION}(?![\w.])", text)
    if len(versions) == len(asked):
        yield from zip(asked, versions, strict=True)
        return
    for name, version in _NAMED.findall(text):
        distribution = aliases.get(name.lower(), name.lower())
        if distribution in asked:
            yield distribution, version
