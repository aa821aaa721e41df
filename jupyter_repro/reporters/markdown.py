"""Verdicts as Markdown, as GitHub and GitLab show it: for the summary of a build, or a comment of a review.

What comes from a notebook is escaped by backslashes, as punctuation may be (CommonMark 0.31, section 2.4), or stands in
a fence that is longer than any in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.formatting.visible_text import visible
from jupyter_repro.reporters.drift_words import drift_lines
from jupyter_repro.reporters.experiment_words import MARKS as EXPERIMENT_MARKS
from jupyter_repro.reporters.experiment_words import attribution_line, experiment_line, fix_line, total
from jupyter_repro.reporters.independent_causes import independent_causes
from jupyter_repro.reporters.verdict_words import (
    MARKS,
    cell_names,
    cpu_words,
    headline,
    known_how,
    mark_status,
    memory_words,
    place,
    run_words,
    title,
)
from jupyter_repro.verdicts import Cause, CellVerdict, Verdict, Verdicts

MOST = 900_000
"""Characters of a report, which may be bytes: GitHub shows no summary over 1 MiB."""
MOST_ROWS = 1_000
MOST_OUTPUTS = 3
MOST_OPEN_CAUSES = 5
"""Independent causes that are not folded."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~@:&!$]|(?<=www)\.|^[-+=]|(?<=^\d)[.)])")
_FENCES = re.compile("`{3,}")


class MarkdownReporter:
    """For a page that renders Markdown."""

    suffix = ".md"

    def report(self, verdicts: Verdicts, *, width: int, colour: bool) -> str:  # noqa: ARG002  of the Protocol
        """The verdict, a table of several notebooks, and a section for each that needs a look."""
        head = "\n".join([f"## {escaped(title(verdicts))}", "", *_overview(verdicts)])
        several = len(verdicts.notebooks) + len(verdicts.errors) > 1
        shown = [verdict for verdict in verdicts.notebooks if verdict.exit_status or verdict.drifted]
        return _within(head, [_section(verdict, titled=several) for verdict in shown])


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(visible(text).split()))


def fenced(text: str, language: str = "") -> str:
    """Text as a block of code."""
    longest = max((len(run) for run in _FENCES.findall(text)), default=2)
    return f"{'`' * (longest + 1)}{language}\n{visible(text)}\n{'`' * (longest + 1)}"


def _within(head: str, sections: list[str]) -> str:
    """As many sections as there is room for."""
    parts, size = [head], len(head.encode())
    for number, section in enumerate(sections):
        size += len(section.encode()) + 1
        if size > MOST:
            parts.append(f"\n… and {len(sections) - number} more that this page has no room for\n")
            break
        parts.append(section)
    return "\n".join(parts)


def _overview(verdicts: Verdicts) -> Iterator[str]:
    """What stands below the title: a table where there are several."""
    if len(verdicts.notebooks) + len(verdicts.errors) > 1:
        yield from _table(verdicts)
        return
    yield from (f"{escaped(error.what)}  \n→ {escaped(error.remedy)}\n" for error in verdicts.errors)
    yield from (f"{run_words(verdict)}\n" for verdict in verdicts.notebooks if verdict.used)


def _table(verdicts: Verdicts) -> Iterator[str]:
    yield "| notebook | status | first divergence | cause | seconds | CPU seconds | memory |"
    yield "|---|---|---|---|---:|---:|---:|"
    for verdict in verdicts.notebooks[:MOST_ROWS]:
        root = verdict.root
        cell = escaped(cell_names(verdict).name(root.index)) if root else ""
        cause = root.causes[0].kind if root and root.causes else ""
        status = f"{MARKS[mark_status(verdict)]} {verdict.status}"
        used = f"{verdict.seconds:.1f} | {cpu_words(verdict)} | {memory_words(verdict)}"
        yield f"| {escaped(verdict.path)} | {status} | {cell} | {cause} | {used} |"
    if more := verdicts.notebooks[MOST_ROWS:]:
        yield f"| … and {len(more)} more | | | | | | |"
    for error in verdicts.errors[:MOST_ROWS]:
        yield f"| {escaped(error.path)} | ✗ not readable | {escaped(error.what)} | {escaped(error.remedy)} | | | |"
    yield ""


def _section(verdict: Verdict, *, titled: bool) -> str:
    mark = MARKS[mark_status(verdict)]
    head = [f"### {mark} {escaped(headline(verdict))}", ""] if titled else []
    return "\n".join([*head, *_verdict_lines(verdict), ""])


def _verdict_lines(verdict: Verdict) -> Iterator[str]:
    yield from (f"{escaped(note)}\n" for note in verdict.notes)
    if verdict.root:
        yield from _root(verdict.root, cell_names(verdict))
        yield from _independent(verdict, verdict.root)
    yield from _experiments(verdict)
    if drift := drift_lines(verdict.context_changes, diverged=verdict.root is not None):
        yield "\n<details><summary>What drifted</summary>\n"
        yield from (f"- {escaped(line)}" for line in drift)
        yield "\n</details>"


def _independent(verdict: Verdict, root: CellVerdict) -> Iterator[str]:
    """Causes of later cells that the first divergence does not explain; many are folded."""
    found, names = independent_causes(verdict), cell_names(verdict)
    head = f"Independent of {escaped(names.name(root.index))}"
    folded = len(found) > MOST_OPEN_CAUSES
    if folded:
        yield f"\n<details><summary>{head}: {len(found)} causes</summary>\n"
    elif found:
        yield f"\n{head}:\n"
    for cell, cause in found:
        yield _cause(cause, names, f"{escaped(names.name(cell.index))} ")
    if found:
        yield "\n</details>\n" if folded else ""


def _experiments(verdict: Verdict) -> Iterator[str]:
    """What `why` tried, what the numbers come from, and the edits that mend it."""
    yield from (f"{escaped(attribution_line(each, verdict))}\n" for each in verdict.attributions)
    if verdict.experiments:
        yield f"\n<details><summary>Shown by {total(verdict.experiments)}</summary>\n"
        for each in verdict.experiments:
            yield f"- {EXPERIMENT_MARKS[each.outcome]} {escaped(experiment_line(each))}"
        yield "\n</details>\n"
    for fix in verdict.fixes:
        yield f"{escaped(fix_line(fix))}\n"
        if fix.cured:
            yield f"{fenced(fix.diff, 'diff')}\n"


def _root(cell: CellVerdict, names: CellNames) -> Iterator[str]:
    yield from (_cause(cause, names) for cause in cell.causes)
    yield ""
    first = {(each.variable, each.output): each for each in reversed(cell.divergences)}
    for key in sorted(first)[:MOST_OUTPUTS]:
        yield f"{escaped(place(cell, first[key], names))}: {escaped(first[key].summary)}\n"
    with_diff = (
        each for each in sorted(cell.divergences, key=lambda each: each.mime == "text/html") if each.diff
    )
    if divergence := next(with_diff, None):
        yield fenced(divergence.diff, "diff")


def _cause(cause: Cause, names: CellNames, at: str = "") -> str:
    remedy = f"  \n  → {escaped(cause.remedy)}" if cause.remedy else ""
    return f"- {at}**{cause.kind}** ({escaped(known_how(cause, names))}): {escaped(cause.what)}{remedy}"
