"""Global generators, seeded once: by a line below the library's import, or by a pin at the top."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.experiments.fixes.editable_source import Edit, EditableSource
from jupyter_repro.experiments.fixes.meanings import Meanings
from jupyter_repro.experiments.fixes.remedy import Facts, sources_of, with_sources
from jupyter_repro.notebooks.notebook_files import code_cells, declared_seed
from jupyter_repro.verdicts import Cause

_SEEDERS = {"random": "random.seed", "numpy": "numpy.random.seed", "torch": "torch.manual_seed"}
"""Library to the function that seeds its global generator."""
_MADE = frozenset(
    {
        "Random", "SystemRandom", "default_rng", "RandomState", "SeedSequence", "Generator", "seed", "PCG64",
        "PCG64DXSM", "MT19937", "Philox", "SFC64", "BitGenerator",
    }
)  # fmt: skip
"""What is made of `random` and `numpy.random`, and does not draw from their global generators."""
_RANDOM_IN = {"random": "random.", "numpy": "numpy.random.", "torch": "torch."}
_DRAWS_OF_TORCH = frozenset(
    {
        "rand",
        "randn",
        "randint",
        "randperm",
        "normal",
        "bernoulli",
        "multinomial",
        "rand_like",
        "randn_like",
        "nn",
    }
)


def seeded_libraries(notebook: NotebookNode, _cause: Cause, facts: Facts) -> NotebookNode | None:
    """A line that seeds each library whose global generator is drawn from, below the library's first import."""
    sources = sources_of(notebook)
    meanings = Meanings(list(sources.values()))
    names = {meanings.name_of(node) for source in sources.values() for node in source.nodes}
    texts: dict[str, str] = {}
    for library, seeder in _SEEDERS.items():
        if seeder in names or not any(_is_draw(name, library) for name in names):
            continue
        owner, _, function = seeder.rpartition(".")
        if not (alias := meanings.alias(owner)):
            continue
        for cell, source in sources.items():
            current = EditableSource(texts.get(cell, source.text))
            if line := _below_import(current, alias.partition(".")[0], f"{alias}.{function}({facts.seed})"):
                texts[cell] = current.edited([line])
                break
    return with_sources(notebook, texts) if texts else None


def pinned_at_the_top(notebook: NotebookNode, _cause: Cause, facts: Facts) -> NotebookNode | None:
    """A first cell that pins all generators; nothing where one does already."""
    if declared_seed(notebook) is not None:
        return None
    made = copy.deepcopy(notebook)
    source = f"%load_ext jupyter_repro\n%repro pin {facts.seed}"
    first = next((index for index, _ in code_cells(notebook)), 0)
    made.cells.insert(first, new_code_cell(source, id=digits_of(digest_text(source), 8)))
    return made


def _is_draw(name: str, library: str) -> bool:
    if not name.startswith(_RANDOM_IN[library]):
        return False
    word = name.removeprefix(_RANDOM_IN[library]).partition(".")[0]
    return word in _DRAWS_OF_TORCH if library == "torch" else word not in _MADE


def _below_import(source: EditableSource, name: str, statement: str) -> Edit | None:
    """The statement as a line below the one that imports this name."""
    for node in source.tree.body:
        if name in _imported(node):
            last = [each for each in source.tree.body if each.lineno <= (node.end_lineno or 0)][-1]
            place = source.line_after(last)
            begins = "" if not place or source.text[:place].endswith(("\n", "\r")) else "\n"
            ends = "" if begins else "\n"
            return Edit(place, place, f"{begins}{statement}{ends}")
    return None


def _imported(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from (each.asname or each.name.partition(".")[0] for each in node.names)
