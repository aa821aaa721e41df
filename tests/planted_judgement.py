"""What is said of a planted notebook, held against what is right."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from typing import Any

import msgspec
from planted_cases import Case, Later
from planted_runs import Planted, planted

NOTHING_TO_TELL = ("identical", "equivalent")
DIVERGENT = ("diverged", "failed", "stale")
_COMMANDS = (
    re.compile(r"jupyter repro restore [^;,()→]*?(?:--data|--code)(?: --force)?(?: --outside)?"),
    re.compile(r"pip (?:install|uninstall) [^;→]*"),
    re.compile(r"git (?:checkout|restore|stash) [^;,()→]*"),
    re.compile(r"%repro pin \d+(?: --pin-uuid)?"),
    re.compile(r"jupyter repro snapshot (?:'[^']*'|\S+)"),
)
"""What a remedy asks to type; the first that is found is what is run."""

Cell = dict[str, Any]
Cause = dict[str, Any]


class Judged(msgspec.Struct, frozen=True):
    """What came of a case."""

    case: Case
    wrong: tuple[str, ...]
    """What is not as it must be, a line each; the first word says of what class it is."""
    said: str
    """The first cause in a line."""
    seconds: float = 0.0
    is_proven: bool = False
    """Whether the first cause is proven."""
    untried: tuple[str, ...] = ()
    """Experiments about the right kind that this machine cannot make, with the reason."""


def explained(case: Case) -> Judged:
    """Run it and judge what `why` says."""
    try:
        with planted(case) as made:
            verdict, text = made.verify("why")
            right = msgspec.structs.replace(case.right, proven=True)  # an experiment may prove more
            wrong = [
                *_wrong(msgspec.structs.replace(case, right=right), verdict, text),
                *_blamed(case, verdict),
            ]
            untried = tuple(f"{each['name']}: {each['what']}" for each in _untried(case, verdict))
            seconds = verdict.get("seconds", 0.0) + sum(each["seconds"] for each in verdict["experiments"])
            proven = (_first(verdict) or {}).get("certainty") == "proven"
            return Judged(case, tuple(wrong), _said(verdict), seconds, proven, untried)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        return Judged(case, (f"run: {str(error)[-1500:]}",), "")


def _untried(case: Case, verdict: Cell) -> Iterator[Cell]:
    return (
        each
        for each in verdict["experiments"]
        if each["outcome"] == "not-tried" and each["kind"] in case.kinds
    )


def _blamed(case: Case, verdict: Cell) -> Iterator[str]:
    """Innocents that are still among the causes of the first cell, or that no experiment calls innocent."""
    root = next((cell for cell in verdict["cells"] if cell["index"] == verdict.get("first_divergence")), {})
    for name in case.innocent:
        for cause in root.get("causes", []):
            if name in _text_of(cause):
                yield f"innocent: {_line(cause)}"


def judged(case: Case) -> Judged:
    """Run it and judge what is said."""
    try:
        with planted(case) as made:
            verdict, text = made.verify()
            wrong = list(_wrong(case, verdict, text))
            wrong += _remedy(made, verdict) if not case.is_benign else ()
            return Judged(case, tuple(wrong), _said(verdict), verdict.get("seconds", 0.0))
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        return Judged(case, (f"run: {str(error)[-1500:]}",), "")


def _wrong(case: Case, verdict: Cell, text: str) -> Iterator[str]:
    statuses = case.right.status or (list(NOTHING_TO_TELL) if case.is_benign else ["diverged"])
    if verdict["status"] not in statuses:
        yield f"status: it is {verdict['status']}, not {' or '.join(statuses)}"
    if case.is_benign:
        yield from (f"blamed: cell {cell['index']}: {_line(cause)}" for cell, cause in _all_causes(verdict))
        return
    root = verdict.get("first_divergence")
    if case.right.cell is not None and root != case.right.cell:
        yield f"cell: the first is {root}, not {case.right.cell}"
    yield from _first_cause(case, _first(verdict))
    yield from _proven(case, verdict)
    yield from _later(case.right.later, verdict)
    yield from (f"shown: the report lacks {words!r}" for words in case.right.shown if words not in text)


def _first_cause(case: Case, cause: Cause | None) -> Iterator[str]:
    if cause is None:
        yield "kind: no cause is reported"
    elif cause["kind"] not in case.kinds:
        yield f"kind: {cause['kind']}, not {' or '.join(case.kinds)}"
    elif not any(says in _text_of(cause) for says in case.right.says.split("|")):
        yield f"named: it does not name {case.right.says}"
    elif not _is_at(cause, case.right.at):
        yield f"place: {_place(cause) or 'none'}, not {' or '.join(case.right.at)}"


def _proven(case: Case, verdict: Cell) -> Iterator[str]:
    """Causes that are called proven and are not the right ones."""
    for cell, cause in _all_causes(verdict):
        if cause["certainty"] == "proven" and not _may_be_proven(case, cell, cause):
            yield f"proven: cell {cell['index']}: {_line(cause)}"


def _may_be_proven(case: Case, cell: Cell, cause: Cause) -> bool:
    own = [kind for later in case.right.later if later.cell == cell["index"] for kind in later.kinds]
    if any(name in _text_of(cause) for name in case.innocent):
        return False
    return cause["kind"] in own or (case.right.proven and cause["kind"] in case.kinds)


def _later(later: list[Later], verdict: Cell) -> Iterator[str]:
    cells = {cell["index"]: cell for cell in verdict["cells"]}
    for each in later:
        causes = cells[each.cell].get("causes", [])
        first = causes[0] if causes else None
        if first is None or first["kind"] not in each.kinds or not _is_at(first, each.at):
            yield f"later: cell {each.cell}: {_line(first) if first else 'no cause'}, not {' or '.join(each.kinds)}"


def _is_at(cause: Cause, places: list[str]) -> bool:
    where = _place(cause)
    return not places or where in places or where.partition(":")[0] in places


def _place(cause: Cause) -> str:
    where = cause.get("where") or {}
    return ":".join(str(where[name]) for name in ("cell", "line") if where.get(name) is not None)


# remedies


def _remedy(made: Planted, verdict: Cell) -> Iterator[str]:
    """Whether the first cause's remedy, where it is a command, cures; one must be named where the case asks for it."""
    cause = _first(verdict)
    command = _command(cause.get("remedy", "")) if cause else ""
    if not command:
        if made.case.right.cure:
            yield f"remedy: no command is reported: {cause.get('remedy', '') if cause else ''}"
        return
    said = _done(made, command)
    status = _status(made.case, made.verify()[0])
    if status not in NOTHING_TO_TELL:
        yield f"remedy: after {command!r} it is {status}: {said[-300:]}"


def _status(case: Case, verdict: Cell) -> str:
    """Of the notebook; of the cell that diverged first, where a later one has a cause of its own."""
    cells = [
        cell["status"] for cell in verdict["cells"] if case.right.later and cell["index"] == case.right.cell
    ]
    return str(next(iter(cells), verdict["status"]))


def _command(remedy: str) -> str:
    found = (pattern.search(remedy) for pattern in _COMMANDS)
    return next((match.group().strip() for match in found if match), "")


def _done(made: Planted, command: str) -> str:
    """Run the remedy; answers what it printed."""
    if command.startswith("%repro"):
        made.put_first(f"%load_ext jupyter_repro\n{command}")
        command = "jupyter repro snapshot analysis.ipynb"
    done = made.shell(command)
    if "--code" in command:
        listed = made.shell("git worktree list --porcelain").stdout
        folders = re.findall(r"^worktree (.+)$", listed, re.MULTILINE)
        made.folder = type(made.folder)(folders[-1]) if folders else made.folder
    return f"{done.stdout}{done.stderr}".strip()


# of verdicts


def _first(verdict: Cell) -> Cause | None:
    index = verdict.get("first_divergence")
    root = next((cell for cell in verdict["cells"] if cell["index"] == index), {})
    return next(iter(root.get("causes", [])), None)


def _all_causes(verdict: Cell) -> Iterator[tuple[Cell, Cause]]:
    return ((cell, cause) for cell in verdict["cells"] for cause in cell.get("causes", []))


def _said(verdict: Cell) -> str:
    cause = _first(verdict)
    return (
        f"{verdict['status']} at {verdict.get('first_divergence')}: {_line(cause) if cause else 'no cause'}"
    )


def _text_of(cause: Cause) -> str:
    return f"{cause['what']} {cause.get('name', '')}"


def _line(cause: Cause) -> str:
    place = _place(cause)
    at = f", at {place}" if place else ""
    return f"{cause['kind']} ({cause['certainty']}{at}): {cause['what']}"
