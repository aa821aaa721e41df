"""Notebooks in pytest: a file is verified once, when the first of its cells is asked, and each cell is an item."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import pytest
from nbformat import NotebookNode

from jupyter_repro.cli.snapshot import parameters_of
from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.notebook_files import code_cells, read_notebook, upgraded
from jupyter_repro.records.run_limits import RunLimits
from jupyter_repro.reporters.drift_words import drift_lines
from jupyter_repro.reporters.terminal import cell_text
from jupyter_repro.reporters.verdict_words import cell_names, headline
from jupyter_repro.settings import settings_for
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import CellVerdict, Verdict, Verdicts
from jupyter_repro.verifying import batch as many
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.policies import cell_policies
from jupyter_repro.verifying.reference import deleted_cells
from jupyter_repro.verifying.verdict_updates import update_trackers

LONGEST_NAME = 50


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> NotebookFile | None:
    """Notebooks, by their suffix."""
    return NotebookFile.from_parent(parent, path=file_path) if file_path.suffix == ".ipynb" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What is skipped is reported of its notebook and cell, not of the line here that skips it."""
    report = yield
    if isinstance(item, NotebookItem) and isinstance(report.longrepr, tuple):
        why = str(report.longrepr[2]).removeprefix("Skipped: ")
        report.longrepr = (item.location[0], None, f"{item.short_name}: {why}")  # type: ignore[assignment]
    return report


class NotebookFile(pytest.File):
    """A notebook."""

    def collect(self) -> Iterator[NotebookItem]:
        """An item for each code cell, and one for the context where its drift is a failure; runs nothing."""
        try:
            notebook = upgraded(read_notebook(self.shown_path))
            cell_policies(notebook, self.shown_path)
            with_context = self._with_context(notebook)
        except ReproError as error:
            raise self.CollectError(str(error)) from None
        for number, (index, cell) in enumerate(code_cells(notebook), 1):
            yield CellItem.from_parent(self, name=item_name(number, cell), index=index, cell=cell)
        if with_context:
            yield ContextItem.from_parent(self, name="context")

    def _with_context(self, notebook: NotebookNode) -> bool:
        """Whether there is more to tell than the cells can: drift that is a failure, cells that are gone."""
        snapshot = load_snapshot(self.shown_path)
        strict = self.config.getoption("repro_strict") or settings_for(self.path.parent).strict
        return snapshot is not None and (strict or bool(deleted_cells(notebook, snapshot)))

    @property
    def shown_path(self) -> str:
        """The notebook as its user calls it, from where pytest runs."""
        here = Path.cwd()
        return str(self.path.relative_to(here) if self.path.is_relative_to(here) else self.path)

    @property
    def verdict(self) -> Verdict:
        """The verdict on it; an item fails where it can no longer be read."""
        if errors := self._verdicts.errors:
            pytest.fail(str(ReproError(errors[0].what, errors[0].remedy)), pytrace=False)
        return self._verdicts.notebooks[0]

    @cached_property
    def _verdicts(self) -> Verdicts:
        option = self.config.getoption
        options = one.Options(
            timeout=option("repro_timeout"),
            kernel=option("repro_kernel"),
            parameters=parameters_of(tuple(map(tuple, option("repro_parameter")))),
            strict=option("repro_strict") or None,
            fail_fast=option("repro_fail_fast"),
            limits=RunLimits(option("repro_notebook_timeout"), option("repro_memory_limit")),
            write_through=option("repro_write_through"),
        )
        with _without_variables_of_pytest():
            return update_trackers(
                many.verify_all([self.shown_path], lambda path, _: one.verify(path, options))
            )


@contextmanager
def _without_variables_of_pytest() -> Iterator[None]:
    """A notebook runs as it does on the command line: libraries behave otherwise where they see pytest."""
    hidden = {name: value for name, value in os.environ.items() if name.startswith("PYTEST_")}
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)


def item_name(number: int, cell: NotebookNode) -> str:
    """Name of a cell's item: its number from the top, and the name its author gave it or its first line.

    What stands in brackets need not be typed: pytest takes `notebook.ipynb::cell-2` as well, for the cell `[2]`.
    """
    lines = [line for line in cell.source.splitlines() if line.strip()]
    label = str(cell.metadata.get("name") or (lines[0] if lines else "empty"))
    printable = "".join(each if each.isprintable() else " " for each in label)
    # what stands before the last :: is a test's file to pytest-xdist, and what follows @ its group
    plain = " ".join(printable.replace("::", ": :").replace("@", "(at)").split())
    return f"cell-{number}[{plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - 1] + '…'}]"


class NotebookItem(pytest.Item):
    """What a notebook's verdict says of one thing."""

    parent: NotebookFile

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        if self.config.pluginmanager.has_plugin("xdist"):
            self.add_marker(pytest.mark.xdist_group(self.parent.nodeid.replace("]", "")))

    @property
    def short_name(self) -> str:
        """Its name without what stands in brackets."""
        return self.name.partition("[")[0]

    @property
    def width(self) -> int:
        """Columns for a report."""
        return max(40, self.config.get_terminal_writer().fullwidth)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where it stands: no line, for that of the JSON helps nobody."""
        return self.path, None, f"{self.parent.name}: {self.name}"


class CellItem(NotebookItem):
    """One code cell."""

    def __init__(self, *, index: int, cell: NotebookNode, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.index = index
        tags = cell.metadata.get("tags")
        self.extra_keyword_matches |= {cell.id, *map(str, tags if isinstance(tags, list | tuple) else ())}

    def runtest(self) -> None:
        """Fails where the cell diverged or nothing can be said of it, and else tells what is let pass.

        It is skipped where an earlier cell, which fails, ended the notebook.
        """
        verdict = self.parent.verdict
        cell = next((each for each in verdict.cells if each.index == self.index), None)
        if cell is None:
            _fail(
                "unverifiable: "
                + (" ".join(verdict.notes) or "the notebook has changed since it was collected")
            )
        if cell.status == "unverifiable":
            _not_judged(verdict, cell)
        if cell.status in {"diverged", "failed", "stale"}:
            _fail(
                cell_text(cell, cell_names(verdict), width=self.width),
                *(verdict.notes if cell == verdict.root else ()),
            )
        if passed := [*_let_pass(verdict, cell), *verdict.notes]:
            self.add_report_section("call", "repro", "\n".join(passed))


def _not_judged(verdict: Verdict, cell: CellVerdict) -> NoReturn:
    ended = [each for each in verdict.cells if each.status == "failed" and each.index < cell.index]
    if ended and not cell.divergences:
        pytest.skip(f"not run, for {cell_names(verdict).name(ended[-1].index)} ended the notebook")
    _fail(f"unverifiable: {cell.divergences[0].summary if cell.divergences else 'it was not run'}")


def _let_pass(verdict: Verdict, cell: CellVerdict) -> Iterator[str]:
    name = cell_names(verdict).name(cell.index)
    if cell.status == "ignored":
        yield f"{name} is ignored, as its author wishes"
    yield from (f"{name}, let pass ({each.allowed}): {each.summary}" for each in cell.divergences)


class ContextItem(NotebookItem):
    """What the result depends on."""

    def runtest(self) -> None:
        """Fails where drift is a failure, or where recorded cells are gone."""
        verdict = self.parent.verdict
        if not verdict.cells:
            pytest.skip(" ".join(verdict.notes))
        lines = drift_lines(verdict.context_changes, diverged=verdict.root is not None)
        deleted = verdict.status == "stale" and not any(cell.status == "stale" for cell in verdict.cells)
        if deleted or (verdict.strict and verdict.drifted):
            _fail(f"{'stale: ' if deleted else 'drift: '}{lines[0]}", *lines[1:], headline(verdict))
        if lines:
            self.add_report_section("call", "repro", "\n".join(lines))


def _fail(*lines: str) -> NoReturn:
    pytest.fail("\n".join(lines), pytrace=False)
