"""The catalogue of sources of nondeterminism: each row is a small notebook, run twice in fresh kernels.

`python tests/nondeterminism/catalogue_rows.py` runs every row whose libraries are installed and writes what was seen to
docs/nondeterminism.md.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections import ChainMap
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import packages_distributions, version
from importlib.util import find_spec
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Literal

import msgspec
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from jupyter_repro.canonical.canonical_form import canonical_outputs
from jupyter_repro.executing.engine import MODE_RUN, execute
from jupyter_repro.executing.plan import Execution, Plan
from jupyter_repro.notebooks.notebook_files import shown_outputs
from jupyter_repro.pinning.environment_pins import HASH_SEED, RANDOM, environment_found, environment_pins
from jupyter_repro.recording.notes import Notes

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs" / "nondeterminism.md"
SEED = 42
MOST_RUNS = 5
"""Unpinned runs, until one differs: what is measured in microseconds may be the same twice."""

Treatment = Literal["pinned", "numbered", "seen", "explained"]
MOVING = {"pinned", "numbered"}
"""Treatments of what differs between two runs without pins."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One source."""

    title: str
    treatment: Treatment
    cells: list[str]
    """Sources of the notebook's cells; the last one shows the difference."""
    how: str
    do: str
    needs: list[str] = []
    """Modules without which it cannot be run."""
    kind: str = ""
    """Kind of cause that a probe tells, in `cell` (by index) and `line`."""
    cell: int = 0
    line: int = 1
    options: list[str] = []
    environments: tuple[dict[str, str], dict[str, str]] = ({}, {})
    """Environment of the first and of the second run, before the pins."""
    alike: bool = False
    """Whether two unpinned runs agree: the library has a fixed default, or nothing moved meanwhile."""


class Seen(msgspec.Struct, frozen=True):
    """What was seen when a row was run."""

    differs_unpinned: bool
    same_pinned: bool
    """In canonical form."""
    uses: list[tuple[str, int, int]]
    """Kind, cell and line of what the probes noted in a pinned run."""
    failure: str = ""


def rows() -> list[Row]:
    """The whole catalogue."""
    return msgspec.toml.decode((HERE / "catalogue.toml").read_bytes(), type=dict[str, list[Row]])["row"]


def can_run(row: Row) -> bool:
    """Whether all that it needs is installed."""
    return all(_is_there(name) for name in row.needs)


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ImportError:  # of the package that it lies in
        return False


Shown = list[object]
"""What the cells of a row showed, in one run."""


class Ran(msgspec.Struct, frozen=True):
    """Runs of a row, in kernels of its own or in ones that it shares."""

    cells: list[list[NotebookNode]]
    """Its executed cells, for each run."""
    uses: list[tuple[str, int, int]]
    """Kind, cell and line of what the probes noted in the first run."""
    failures: list[str]


def run(row: Row) -> Seen:
    """Run it twice with pins, and where they are to make a difference twice without, in kernels of its own."""
    unpinned = run_unpinned([row])[0] if row.treatment in MOVING else None
    return seen_in(row, run_pinned([row])[0], unpinned)


def seen_in(row: Row, pinned: Ran, unpinned: Ran | None) -> Seen:
    """What these runs of a row show; without unpinned ones they are taken as the same."""
    canonical = [_canonical(cells) for cells in pinned.cells]
    return Seen(
        differs_unpinned=unpinned is not None and _moves(row, unpinned),
        same_pinned=all(each == canonical[0] for each in canonical),
        uses=pinned.uses,
        failure="; ".join([*(unpinned.failures if unpinned else ()), *pinned.failures]),
    )


def run_pinned(together: Sequence[Row], runs: int = 2) -> list[Ran]:
    """Runs of rows with pins, one after the other in the same kernels."""
    environs = _environs(together)
    recorded = environment_found(environment_pins(SEED, {}, environs[0]))
    return _ran(
        together, SEED, [{**each, **environment_pins(SEED, recorded, each)} for each in environs[:runs]]
    )


def run_unpinned(together: Sequence[Row]) -> list[Ran]:
    """Two runs of rows without pins, one after the other in the same kernels."""
    return _ran(together, None, _environs(together))


def _ran(together: Sequence[Row], seed: int | None, environs: Sequence[dict[str, str]]) -> list[Ran]:
    executions = [_executed(together, seed, environ) for environ in environs]
    ends = list(accumulate(len(row.cells) for row in together))
    return [_part(executions, begin, end) for begin, end in pairwise([0, *ends])]


def _part(executions: Sequence[Execution], begin: int, end: int) -> Ran:
    """What came of the cells of one row."""
    notes = executions[0].notes or Notes(problems=["no notes"])
    noted = [(use.kind, int(use.cell.removeprefix("cell-")), use.line) for use in notes.uses]
    cells = [execution.notebook.cells[begin:end] for execution in executions]
    failed = [
        each.what for execution in executions for each in execution.failures if begin <= each.index < end
    ]
    # rows after a kernel that died would be the same twice: nothing
    left_out = ["not run"] if any(cell.execution_count is None for run in cells for cell in run) else []
    return Ran(
        cells,
        [(kind, cell - begin, line) for kind, cell, line in noted if begin <= cell < end],
        [*failed, *left_out, *notes.problems],
    )


def _moves(row: Row, unpinned: Ran) -> bool:
    first, second = (_shown(row, cells) for cells in unpinned.cells)
    if first != second or row.alike:
        return first != second
    again = (_executed([row], None, _environs([row])[1]) for _ in range(MOST_RUNS - 2))
    shown = (_shown(row, execution.notebook.cells) for execution in again)
    alone = next(shown)
    return any(each != alone for each in shown)


def _environs(together: Sequence[Row]) -> list[dict[str, str]]:
    """Of the first and the second run; rows that share kernels set different variables."""
    own = (dict(ChainMap(*each)) for each in zip(*(row.environments for row in together), strict=True))
    return [{**os.environ, HASH_SEED: RANDOM, **each} for each in own]


def _executed(together: Sequence[Row], seed: int | None, environ: dict[str, str]) -> Execution:
    sources = [source for row in together for source in row.cells]
    cells = [new_code_cell(source, id=f"cell-{index}") for index, source in enumerate(sources)]
    kernel = {"name": "python3", "display_name": "Python 3"}
    options = tuple(together[0].options) if seed else ()
    with tempfile.TemporaryDirectory(prefix="catalogue-") as folder:
        for name in ("b.txt", "a.txt"):
            (Path(folder) / name).touch()
        plan = Plan(
            Path(folder),
            seed=seed,
            pin_options=options,
            environment={**environ, **MODE_RUN},
            stop_at_error=False,
        )
        return execute(new_notebook(cells=cells, metadata={"kernelspec": kernel}), plan)


def _shown(row: Row, cells: Sequence[NotebookNode]) -> Shown:
    return [_result(cell) for cell in cells] if row.treatment == "numbered" else _canonical(cells)


def _canonical(cells: Sequence[NotebookNode]) -> Shown:
    return [canonical_outputs(_result(cell)) for cell in cells]


def _result(cell: NotebookNode) -> list[NotebookNode]:
    """What the row is about: libraries log to standard error, with the time of day."""
    return [output for output in shown_outputs(cell) if output.get("name") != "stderr"]


def holds(row: Row, seen: Seen) -> str:
    """ "" where what the row says was seen, else what was not."""
    if seen.failure:
        return seen.failure
    checks = {
        "pinned": (
            seen.differs_unpinned is not row.alike and seen.same_pinned,
            "pinned runs are not the same",
        ),
        "numbered": (seen.differs_unpinned and seen.same_pinned, "the canonical forms differ"),
        "seen": ((row.kind, row.cell, row.line) in seen.uses, "no probe noted it there"),
        "explained": (True, ""),
    }
    held, otherwise = checks[row.treatment]
    return "" if held else f"{otherwise}: {seen}"


def reported(row: Row, seen: Seen | None) -> str:
    """What was seen, for the table."""
    if seen is None:
        return "not run: its library is not on the machine"
    if wrong := holds(row, seen):
        return f"⚠ {wrong}"
    unpinned = "unpinned differ" if seen.differs_unpinned else "unpinned the same"
    if row.treatment == "pinned":
        return f"{unpinned}, pinned identical"
    if row.treatment == "numbered":
        return f"{unpinned}, identical in canonical form"
    moved = "runs the same" if seen.same_pinned else "runs differ"
    return f"{moved}; `{row.kind}` noted at [{row.cell + 1}], line {row.line}" if row.kind else moved


def document(seen: dict[str, Seen]) -> str:
    """The page docs/nondeterminism.md."""
    everything = rows()
    page = [(HERE / "introduction.md").read_text().rstrip(), ""]
    for treatment, heading in HEADINGS.items():
        page += [f"## {heading}", "", "| source | how | what to do | seen |", "|---|---|---|---|"]
        page += [_line(row, seen.get(row.title)) for row in everything if row.treatment == treatment]
        page.append("")
    page += ["## Seen on", "", _machine(everything), ""]
    return "\n".join(page)


HEADINGS: dict[Treatment, str] = {
    "pinned": "Pinned",
    "numbered": "Numbered when outputs are compared",
    "seen": "Seen, and named with cell and line",
    "explained": "Explained only",
}


def _line(row: Row, seen: Seen | None) -> str:
    code = row.cells[-1].strip().splitlines()[-1].replace("|", "\\|")
    return f"| {row.title}<br>`{code}` | {row.how} | {row.do} | {reported(row, seen)} |"


def _machine(everything: Sequence[Row]) -> str:
    names = sorted({name.partition(".")[0] for row in everything for name in row.needs if can_run(row)})
    owners = packages_distributions()
    installed = ", ".join(f"{owners[name][0]} {version(owners[name][0])}" for name in names if name in owners)
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {installed}."


def _run_all(chosen: Sequence[Row]) -> Iterator[tuple[str, Seen]]:
    with ThreadPoolExecutor(2) as pool:
        for row, seen in zip(chosen, pool.map(run, chosen), strict=True):
            print(f"{row.title}: {reported(row, seen)}", flush=True)
            yield row.title, seen


def main() -> None:
    """Run what is installed; with words, only rows whose title has one of them, and write nothing."""
    words = sys.argv[1:]
    chosen = [
        row for row in rows() if can_run(row) and (not words or any(word in row.title for word in words))
    ]
    seen = dict(_run_all(chosen))
    if not words:
        DOCS.write_text(document(seen), encoding="utf-8")


if __name__ == "__main__":
    main()
