"""Notebook files: reading any nbformat from 1 to 4, and the few questions everybody asks of a notebook."""

from __future__ import annotations

import copy
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.reader import reads as reads_any
from nbformat.v4 import writes_json

from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.errors import UnreadableInput
from jupyter_repro.files.content import content_of
from jupyter_repro.files.damaged_files import another_copy
from jupyter_repro.notebooks.magic_answers import without_answers
from jupyter_repro.pinning.applied_pins import WRITTEN_OPTIONS

PARAMETERS_ID = "injected-parameters"
"""Id of the cell that papermill injects; it is no cell of the notebook."""

_PIN = re.compile(r"^\s*%repro\s+(?:pin|seed)\b[ \t]*(\d+)?(.*)", re.MULTILINE)
_WATCH = re.compile(r"^\s*%repro\s+watch[ \t]+(?!off\b)\S", re.MULTILINE)


def read_notebook(path: str | Path) -> NotebookNode:
    """A notebook as nbformat 4, read from a file or from any address that papermill can read.

    Raises UnreadableInput for what is missing, cut, no notebook, or of an unknown nbformat.
    """
    return decode_notebook(content_of(path), path)


def decode_notebook(content: str, path: str | Path) -> NotebookNode:
    """A notebook as nbformat 4 from the text of its file; `path` is for the message of UnreadableInput."""
    document = _document(content, path)
    major = document.get("nbformat")
    if not isinstance(major, int) or not ("cells" in document or "worksheets" in document):
        raise UnreadableInput(path, "it is JSON but not a notebook")
    if major > nbformat.current_nbformat:
        raise UnreadableInput(
            path, f"its nbformat is {major}, which is not known", "pip install --upgrade nbformat"
        )
    try:
        notebook = nbformat.convert(reads_any(json.dumps(document)), nbformat.current_nbformat)
        for cell in notebook.cells:
            _ = cell.cell_type, cell.source, cell.metadata
    except Exception as error:  # the converters of nbformat raise whatever they meet
        why = f"it is not a valid notebook ({type(error).__name__}: {error})"
        raise UnreadableInput(path, why, another_copy(path)) from None
    return notebook


def _document(text: str, path: str | Path) -> dict[str, Any]:
    if not text.strip():
        raise UnreadableInput(path, "it is empty", another_copy(path))
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        why = f"it is not JSON (line {error.lineno}, column {error.colno})"
        raise UnreadableInput(path, why, another_copy(path)) from None
    except RecursionError:
        raise UnreadableInput(path, "its JSON is nested too deeply to be read") from None
    except ValueError:  # CPython's guard: converting takes quadratic time
        most = sys.get_int_max_str_digits()
        raise UnreadableInput(path, f"it holds an integer of more than {most:,} digits") from None
    if not isinstance(document, dict):
        raise UnreadableInput(path, "it is JSON but not a notebook")
    return document


def encode_notebook(notebook: NotebookNode) -> bytes:
    """The bytes of a notebook's file, in the form Jupyter writes it."""
    text: str = writes_json(notebook)
    return (text.rstrip("\n") + "\n").encode("utf-8", "surrogatepass")


def upgraded(notebook: NotebookNode) -> NotebookNode:
    """A copy in which every cell has an id of its own; made from the source where the file has none or twice."""
    made = copy.deepcopy(notebook)
    seen: Counter[str] = Counter()
    for cell in made.cells:
        wanted = str(cell.get("id") or digits_of(digest_text(cell.source), 8))
        seen[wanted] += 1
        cell["id"] = wanted if seen[wanted] == 1 else f"{wanted}-{seen[wanted]}"
    made.nbformat, made.nbformat_minor = 4, max(5, notebook.get("nbformat_minor", 5))
    return made


def code_cells(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Code cells with their index among all cells."""
    return ((index, cell) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code")


def shown_outputs(cell: Mapping[str, Any]) -> list[Any]:
    """Outputs of a cell without the answers of `%repro`."""
    return list(without_answers(cell.get("outputs", ())))


def declared_seed(notebook: NotebookNode) -> int | None:
    """Seed of the first `%repro pin N` that the notebook holds."""
    found = (_PIN.search(cell.source) for _, cell in code_cells(notebook))
    return next((int(match[1]) for match in found if match and match[1]), None)


def declared_pin_options(notebook: NotebookNode) -> tuple[str, ...] | None:
    """Options of the first `%repro pin` that the notebook holds; None where it holds none."""
    found = (_PIN.search(cell.source) for _, cell in code_cells(notebook))
    words = next((match[2].split() for match in found if match), None)
    return (
        None if words is None else tuple(option for word, option in WRITTEN_OPTIONS.items() if word in words)
    )


def declares_watch(notebook: NotebookNode) -> bool:
    """Whether a cell of the notebook says what to watch."""
    return any(_WATCH.search(cell.source) for _, cell in code_cells(notebook))


def kernel_name(notebook: NotebookNode) -> str:
    """Name of the kernel spec that the notebook asks for; `python3` where it names none."""
    return str(notebook.metadata.get("kernelspec", {}).get("name") or "python3")
