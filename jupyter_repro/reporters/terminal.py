"""Verdicts for a terminal: the verdict first, then the first divergence, why, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.formatting.visible_text import in_one_line
from jupyter_repro.reporters.drift_words import brief_drift, drift_lines
from jupyter_repro.reporters.experiment_words import MARKS as EXPERIMENT_MARKS
from jupyter_repro.reporters.experiment_words import (
    attribution_line,
    experiment_line,
    fix_line,
    total,
    way_words,
)
from jupyter_repro.reporters.independent_causes import IndependentCause, independent_causes
from jupyter_repro.reporters.plain_console import plain_console
from jupyter_repro.reporters.verdict_words import (
    MARKS,
    cell_names,
    failing_drift,
    headline,
    known_how,
    mark_status,
    place,
    reason,
    run_words,
)
from jupyter_repro.verdicts import Cause, CellVerdict, ContextChange, Experiment, Status, Verdict, Verdicts

_STYLES: dict[Status, str] = {
    "identical": "green",
    "equivalent": "green",
    "ignored": "dim",
    "diverged": "bold red",
    "failed": "bold red",
    "stale": "bold yellow",
    "unverifiable": "bold yellow",
}
_COMMAND = re.compile(r"(?:^|: |&& )(?:jupyter|%repro|git|pip|uv|dvc|python|conda|ls) ")
MOST_OUTPUTS = 3
MOST_DIFF_LINES = 24
MOST_BRIEF_DIFF_LINES = 12
MOST_BRIEF_EXPERIMENTS = 5
MOST_BRIEF_CAUSES = 5
MOST_BRIEF_REMEDIES = 3


class TerminalReporter:
    """For a person."""

    suffix = ".txt"

    def report(self, verdicts: Verdicts, *, width: int, colour: bool) -> str:
        """Every verdict that needs a look in full, the others in a line; a table where there are several."""
        return _report(verdicts, _verdict, width, colour=colour)

    def brief(self, verdicts: Verdicts, *, width: int, colour: bool) -> str:
        """The same with one line a cause, the first remedy, and drift of no consequence in one line."""
        return _report(verdicts, _brief_verdict, width, colour=colour)


def _report(
    verdicts: Verdicts,
    lines_of: Callable[[Verdict], Iterable[RenderableType]],
    width: int,
    *,
    colour: bool,
) -> str:
    console = plain_console(width, colour=colour)
    for verdict in verdicts.notebooks:
        console.print(Group(*lines_of(verdict)), crop=False)
    for error in verdicts.errors:
        console.print(Text(f"✗ {error.what}.", "bold red"))
        if error.remedy:
            console.print(Group(_line(f"→ {error.remedy}", 2)), crop=False)
    if len(verdicts.notebooks) > 1:
        console.print()
        console.print(_table(verdicts))
    return _text(console)


def cell_text(cell: CellVerdict, names: CellNames, *, width: int) -> str:
    """One cell without colours: its status and why in one line, then as `report` tells a first divergence."""
    console = plain_console(width, colour=False)
    console.print(Group(*_root(cell, names)), crop=False)
    return f"{cell.status}: {reason(cell, names)}\n{_text(console)}".rstrip()


def _text(console: Console) -> str:
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def _verdict(verdict: Verdict) -> Iterator[RenderableType]:
    yield from _first_lines(verdict)
    if verdict.root:
        yield from _root(verdict.root, cell_names(verdict))
        yield from _others(verdict)
        yield from _independent(verdict)
    yield from _experiments(verdict)
    if lines := drift_lines(verdict.context_changes, diverged=verdict.root is not None):
        yield Padding(Text("drift: " + "\n       ".join(lines), "dim"), (0, 0, 0, 2))


def _first_lines(verdict: Verdict) -> Iterator[RenderableType]:
    style = _STYLES[mark_status(verdict)]
    yield Text.assemble(
        (f"{MARKS[mark_status(verdict)]} ", style),
        (headline(verdict), style),
        (f"  {run_words(verdict)}", "dim"),
        no_wrap=True,  # a verdict is one line, also in a log
        overflow="ignore",
    )
    for note in verdict.notes:
        yield _line(note, 2)


def _brief_verdict(verdict: Verdict) -> Iterator[RenderableType]:
    yield from _first_lines(verdict)
    if verdict.root:
        yield from _brief_root(verdict.root, cell_names(verdict))
        yield from _others(verdict)
        yield from _independent(verdict, brief=True)
    yield from _experiments(verdict, MOST_BRIEF_EXPERIMENTS)
    for line in brief_drift(_not_named(verdict), matters=_drift_matters(verdict)):
        yield _cut(f"  drift: {line}", "dim")


def _not_named(verdict: Verdict) -> list[ContextChange]:
    """Drift that no cause names already."""
    causes = [
        *(verdict.root.causes if verdict.root else ()),
        *(each.cause for each in _later_causes(verdict)),
    ]
    named = {(cause.kind, cause.name) for cause in causes}
    return [each for each in verdict.context_changes if (each.kind, each.name) not in named]


def _drift_matters(verdict: Verdict) -> bool:
    """Whether drift may be why the notebook is not well."""
    return verdict.root is not None or bool(failing_drift(verdict))


def _brief_root(cell: CellVerdict, names: CellNames) -> Iterator[RenderableType]:
    yield from _differences(cell, names, MOST_BRIEF_DIFF_LINES)
    to_do = next((cause for cause in cell.causes if cause.remedy), None)
    for cause in cell.causes:
        yield _cut(f"  {cause.kind} ({known_how(cause, names)}): {cause.what}")
        if cause is to_do:
            yield _line(f"→ {cause.remedy}", 4)


def _root(cell: CellVerdict, names: CellNames) -> Iterator[RenderableType]:
    yield from _differences(cell, names, MOST_DIFF_LINES)
    for cause in cell.causes:
        yield from _cause(cause, names)


def _independent(verdict: Verdict, *, brief: bool = False) -> Iterator[RenderableType]:
    """Causes of later cells that the first divergence does not explain, and no remedy twice; briefly, of many a few."""
    found, names = _later_causes(verdict), cell_names(verdict)
    if not (verdict.root and found):
        return
    yield Padding(Text(f"independent of {names.name(verdict.root.index)}:", "dim"), (0, 0, 0, 2))
    most = MOST_BRIEF_CAUSES if brief else len(found)
    said = {"", *(cause.remedy for cause in verdict.root.causes)}
    for cell, cause in found[:most]:
        text = f"    {names.name(cell.index)}: {cause.kind} ({known_how(cause, names)}): {cause.what}"
        yield _cut(text) if brief else Padding(Text(text.strip()), (0, 0, 0, 4))
        if cause.remedy not in said and not (brief and len(found) > MOST_BRIEF_REMEDIES):
            yield _line(f"→ {cause.remedy}", 6)
        said.add(cause.remedy)
    if len(found) > most:
        more = counted(len(found) - most, "more cause")
        yield Padding(Text(f"… and {more} (all with -v)", "dim"), (0, 0, 0, 4))


def _later_causes(verdict: Verdict) -> list[IndependentCause]:
    """Independent causes, but for those of the cell that is shown with its experiments."""
    shown = _explained_later(verdict)
    return [each for each in independent_causes(verdict) if each.cell is not shown]


def _differences(cell: CellVerdict, names: CellNames, most: int) -> Iterator[RenderableType]:
    # a representation of each output is enough: the others mostly say the same
    first = {(each.variable, each.output): each for each in reversed(cell.divergences)}
    for divergence in [first[key] for key in sorted(first)][:MOST_OUTPUTS]:
        yield Padding(Text(f"{place(cell, divergence, names)}: {divergence.summary}"), (0, 0, 0, 2))
    # where there is a plain twin of the HTML, its diff is the one to read
    ordered = sorted(
        cell.divergences, key=lambda each: (not each.diff, each.output, each.mime == "text/html")
    )
    if ordered and ordered[0].diff:
        yield Padding(_diff(ordered[0].diff, most), (0, 0, 0, 4))


def _experiments(verdict: Verdict, most: int | None = None) -> Iterator[RenderableType]:
    """What `why` tried, at `most` so many, what the numbers come from, and the fixes."""
    names = cell_names(verdict)
    if later := _explained_later(verdict):
        yield from _root(later, names)
    if words := way_words(verdict, names):
        yield Padding(Text(f"through the cells {words}"), (0, 0, 0, 2))
    for attribution in verdict.attributions:
        yield Padding(Text(attribution_line(attribution, verdict)), (0, 0, 0, 2))
    yield from _experiments_made(verdict.experiments, most)
    for fix in verdict.fixes:
        yield Padding(Text(fix_line(fix), "" if fix.cured else "dim"), (0, 0, 0, 2))
        if fix.cured:
            yield Padding(_diff(fix.diff), (0, 0, 0, 4))


def _experiments_made(made: Sequence[Experiment], most: int | None) -> Iterator[RenderableType]:
    if made:
        yield Padding(Text(f"shown by {total(made)}:", "dim"), (0, 0, 0, 2))
    lines = [f"{EXPERIMENT_MARKS[each.outcome]} {experiment_line(each)}" for each in made[:most]]
    if len(made) > len(lines):
        lines.append(f"… and {counted(len(made) - len(lines), 'more experiment')} (all with -v)")
    yield from (Padding(Text(line, "dim"), (0, 0, 0, 4)) for line in lines)


def _explained_later(verdict: Verdict) -> CellVerdict | None:
    """The cell that experiments were made about, where of the first that diverged only the source is another."""
    root = verdict.root
    if not verdict.experiments or root is None or root.divergences:
        return None
    later = (cell for cell in verdict.cells if cell.index > root.index)
    return next((cell for cell in later if any(each.certainty == "proven" for each in cell.causes)), None)


def _diff(diff: str, most: int = MOST_DIFF_LINES) -> Syntax:
    lines = diff.splitlines()
    if len(lines) > most:
        lines = [*lines[:most], f"… {len(lines) - most} more lines"]
    return Syntax("\n".join(lines), "diff", theme="ansi_dark", background_color="default", word_wrap=True)


def _cause(cause: Cause, names: CellNames) -> Iterator[RenderableType]:
    text = Text.assemble((f"{cause.kind}", "bold"), f" ({known_how(cause, names)}): {cause.what}")
    yield Padding(text, (0, 0, 0, 2))
    if cause.remedy:
        yield _line(f"→ {cause.remedy}", 4)


def _cut(text: str, style: str = "") -> Text:
    """One line, however long: what does not fit is left to -v."""
    return Text(text, style, no_wrap=True, overflow="ellipsis")


def _line(text: str, indent: int) -> RenderableType:
    """A line at this column; one with a command is never broken, for it is to be pasted."""
    if _COMMAND.search(text.removeprefix("→ ")):
        return Text(" " * indent + text, no_wrap=True, overflow="ignore")
    return Padding(Text(text), (0, 0, 0, indent))


def _others(verdict: Verdict) -> Iterator[RenderableType]:
    after = [
        cell
        for cell in verdict.cells
        if cell.status in {"diverged", "failed", "stale"} and cell != verdict.root
    ]
    if after:
        names = cell_names(verdict)
        cells = ", ".join(f"{names.name(cell.index)} ({cell.status})" for cell in after)
        yield Padding(Text(f"after it: {cells}", "dim"), (0, 0, 0, 2))


def _table(verdicts: Verdicts) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("notebook", "status", "first divergence", "cause"):
        table.add_column(name, overflow="fold")
    table.add_column("seconds", justify="right")
    for verdict in verdicts.notebooks:
        mark, style = MARKS[mark_status(verdict)], _STYLES[mark_status(verdict)]
        root = verdict.root
        table.add_row(
            in_one_line(verdict.path),
            Text(f"{mark} {verdict.status}{', drifted' if failing_drift(verdict) else ''}", style),
            cell_names(verdict).name(root.index) if root else "",
            root.causes[0].kind if root and root.causes else "",
            f"{verdict.seconds:.1f}",
        )
    return table
