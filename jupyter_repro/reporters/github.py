"""Verdicts as annotations of GitHub Actions: a line for each notebook that needs a look.

Source of the format: "Workflow commands for GitHub Actions" in GitHub's documentation.
"""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_repro.formatting.visible_text import in_one_line, visible
from jupyter_repro.notebooks.cell_lines import CellLines
from jupyter_repro.reporters.drift_words import drift_lines
from jupyter_repro.reporters.independent_causes import independent_causes
from jupyter_repro.reporters.markdown import MarkdownReporter
from jupyter_repro.reporters.verdict_words import cell_names, headline, run_words
from jupyter_repro.verdicts import Cause, Verdict, Verdicts


class GithubReporter:
    """For the log of a workflow, which GitHub turns into annotations of the notebook's file."""

    suffix = ".github"
    summary_variable = "GITHUB_STEP_SUMMARY"

    def report(self, verdicts: Verdicts, *, width: int, colour: bool) -> str:  # noqa: ARG002  of the Protocol
        """One workflow command a line, and a plain line for what is well."""
        lines = [line for verdict in verdicts.notebooks for line in _verdict(verdict)]
        lines += [
            _command("error", each.path, "unreadable", f"{each.what}\n{each.remedy}")
            for each in verdicts.errors
        ]
        return "\n".join(map(visible, lines)) + "\n"

    def summary(self, verdicts: Verdicts) -> str:
        """What GitHub shows on the page of the workflow's run, in Markdown."""
        return MarkdownReporter().report(verdicts, width=0, colour=False)


def _verdict(verdict: Verdict) -> Iterator[str]:
    drift = drift_lines(verdict.context_changes, diverged=verdict.root is not None)
    if verdict.exit_status:
        lines = [*_details(verdict), *drift, run_words(verdict)]
        yield _command("error", verdict.path, headline(verdict), "\n".join(lines), _root_line(verdict))
    elif verdict.drifted:
        title = f"{headline(verdict)}, but its context drifted"
        yield _command("warning", verdict.path, title, "\n".join([*drift, run_words(verdict)]))
    else:
        yield f"✓ {headline(verdict)}  {run_words(verdict)}"


def _details(verdict: Verdict) -> Iterator[str]:
    root = verdict.root
    if root is None:
        yield from verdict.notes
        return
    names = cell_names(verdict)
    yield from (f"{names.name(root.index)}: {each.summary}" for each in root.divergences)
    for cause in root.causes:
        yield from _cause(cause)
    for cell, cause in independent_causes(verdict):
        yield from _cause(cause, f"{names.name(cell.index)}: ")


def _cause(cause: Cause, at: str = "") -> Iterator[str]:
    yield f"{at}{cause.kind} ({cause.certainty}): {cause.what}"
    if cause.remedy:
        yield f"→ {cause.remedy}"


def _root_line(verdict: Verdict) -> int:
    return CellLines.of(verdict.path).line(verdict.root.index) if verdict.root else 1


def _command(kind: str, path: str, title: str, message: str, line: int = 1) -> str:
    file, headed = (_property(in_one_line(each)) for each in (path, title))
    at = f",line={line}" if line > 1 else ""
    return f"::{kind} file={file}{at},title={headed}::{_data(message or title)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
