"""Possible causes that the notebook carries itself: data it changes, its folder in an output, names from nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.diagnosing.evidence import Evidence, TextPair
from jupyter_repro.diagnosing.ranking import PossibleCause
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.verdicts import Cause, CellVerdict, Where

MOST_CHARACTERS = 100_000
"""Of an output in which the notebook's folder is looked for."""
_NOT_DEFINED = re.compile(r"name '(\w+)' is not defined")
"""Python's words of a NameError."""
_COMPILING = re.compile(
    r"^(?:[^\n]*[/\\])?([^\n/\\:]+\.py):\d+: (?:Syntax|Deprecation)Warning: ", re.MULTILINE
)
_DATABASES = (".db", ".db3", ".sqlite", ".sqlite3", ".duckdb")
_FRESH = "begin it with a fresh copy, or delete it in the first cell"
_RELATIVE = "show a path relative to the notebook: os.path.relpath(…)"


def changed_data(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Files and databases that the notebook writes to after it has opened them: no two runs begin alike."""
    for name in changed_by_the_notebook(evidence):
        file = evidence.found.data[name]
        what = f"the notebook itself changes {name}, so that no two runs begin alike"
        cause = Cause("data", "observed", what, evidence.where(file.cell, file.line), _FRESH, name)
        yield PossibleCause(cause, file=name, looks_like_it=True)


def changed_by_the_notebook(evidence: Evidence) -> frozenset[str]:
    """Names of the data that the notebook writes to: seen as it ran, and databases that it holds such SQL for."""
    moved = {change.name for change in evidence.changes_of("data")}
    return frozenset(
        name
        for name, file in evidence.found.data.items()
        if file.changed
        or (
            name in moved
            and name.endswith(_DATABASES)
            and _has_sql_for(evidence.where(file.cell, file.line), evidence)
        )
    )


def _has_sql_for(where: Where | None, evidence: Evidence) -> bool:
    """Whether a statement changes a database through what was opened there."""
    if evidence.dependence is None:
        return False
    opening = evidence.dependence.at(where.cell, where.line) if where and where.line else None
    return any(
        opening is None or opening in evidence.dependence.steps(each.cell, each.first)
        for each in evidence.dependence.writing_sql
    )


def appended_files(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Files that a cell appends to: they hold what earlier runs have left."""
    for statement in evidence.dependence.appending if evidence.dependence else ():
        for name in sorted(statement.appends):
            what = f"the notebook appends to {name}, which holds what earlier runs have left there"
            where = Where(statement.cell, statement.first)
            yield PossibleCause(
                Cause("data", "observed", what, where, _FRESH, name), file=name, looks_like_it=True
            )


def own_folder(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """The place of the project stands in an output, and is another one now."""
    texts = evidence.texts.get(cell.index, ())
    if (
        evidence.folder
        and texts
        and all(_only_the_place_differs(pair, Path(evidence.folder)) for pair in texts)
    ):
        what = "the output holds the folder that the project lies in, which is another one now"
        shown = evidence.dependence.shown_at(cell.index) if evidence.dependence else 0
        where = Where(cell.index, shown or None)
        yield PossibleCause(Cause("path", "observed", what, where, _RELATIVE), looks_like_it=True)


def _only_the_place_differs(pair: TextPair, folder: Path) -> bool:
    recorded, found = pair
    if len(found) > MOST_CHARACTERS or len(recorded) > MOST_CHARACTERS:
        return False
    places = [str(each) for each in (folder, *folder.parents) if len(each.parts) > 1]
    return any(place in found and _matches(recorded, found, place) for place in places)


def _matches(recorded: str, found: str, place: str) -> bool:
    pattern = re.escape(found).replace(re.escape(place), r"(?:/|[A-Za-z]:\\)[^\s'\"<>]*?")
    return re.fullmatch(pattern, recorded) is not None


def compiled_once(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """A warning that Python gives when it compiles a module, which it does once: its byte code is kept."""
    for pair in evidence.texts.get(cell.index, ()):
        warned = _COMPILING.findall(pair.recorded), _COMPILING.findall(pair.found)
        for file in sorted({*warned[0]} ^ {*warned[1]}):
            statements = evidence.dependence.importing({Path(file).stem}) if evidence.dependence else ()
            where = Where(statements[0].cell, statements[0].first) if statements else Where(cell.index)
            what = f"Python warns of {file} when it compiles it, and does so once: the byte code is kept in __pycache__"
            cause = Cause("code", "observed", what, where, f"mend what it warns of in {file}", file)
            yield PossibleCause(cause, looks_like_it=True)


def missing_file(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """A file that the failed cell looks for, and that no record knows."""
    raised = evidence.raised.get(cell.index)
    missing = _NO_FILE.search(raised.message) if raised and raised.name == "FileNotFoundError" else None
    if missing and not evidence.changes_of("data"):
        name = missing[1] or missing[2]
        where = Where(cell.index, evidence.raised_at.get(cell.index) or None)
        cause = Cause("data", "observed", f"{name} is not there, and was not recorded", where, _BRING, name)
        yield PossibleCause(cause, looks_like_it=True)


_NO_FILE = re.compile(r"No such file or directory: '([^'\n]+)'|\bFile (\S+) does not exist")
"""The words of Python, and of pandas."""
_BRING = "bring the file to where the notebook looks for it, and record the notebook then"


def names_from_nowhere(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """A name that no cell assigns, or only a later one: the outputs are of a session that was not run in order."""
    raised = evidence.raised.get(cell.index)
    missing = _NOT_DEFINED.match(raised.message) if raised and raised.name == "NameError" else None
    if not missing or evidence.dependence is None or evidence.has_snapshot:
        return
    setting = evidence.dependence.setting(missing[1])
    if setting and setting[0].cell < cell.index:  # that cell failed before it came so far
        return
    only = f"only in {evidence.names.name(setting[0].cell)}, below" if setting else "in no cell"
    why = f"a cell was deleted or moved, or the name was typed in a session{_counts(evidence)}"
    what = f"{missing[1]} is assigned {only}: {why}"
    where = Where(cell.index, evidence.raised_at.get(cell.index) or None)
    remedy = f"assign {missing[1]} in a cell above this one, and record the notebook then"
    yield PossibleCause(Cause("hidden-state", "observed", what, where, remedy), looks_like_it=True)


def out_of_order(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """A notebook without a snapshot whose stored execution counts are not those of a run from top to bottom."""
    if not evidence.has_snapshot and _counts(evidence):
        what = f"the stored outputs are of a session that was not run from top to bottom{_counts(evidence)}"
        steps = evidence.dependence.steps(cell.index) if evidence.dependence else {}
        near = [index for index in _out_of_order(evidence) if any(each.cell == index for each in steps)]
        where = Where(near[-1] if near else cell.index)
        yield PossibleCause(Cause("hidden-state", "suspected", what, where, _record(evidence)))


def _out_of_order(evidence: Evidence) -> list[int]:
    """Cells that ran before one above them, or after one below."""
    counted = [
        (index, count)
        for index, count in zip(evidence.sources, evidence.stored_counts, strict=False)
        if count
    ]
    return [
        index
        for place, (index, count) in enumerate(counted)
        if any(other > count for _, other in counted[:place])
        or any(other < count for _, other in counted[place + 1 :])
    ]


def _record(evidence: Evidence) -> str:
    return f"run it from top to bottom and record it: jupyter repro snapshot {shell_word(evidence.notebook)}"


def _counts(evidence: Evidence) -> str:
    counts = [count for count in evidence.stored_counts if count]
    return (
        f" (its execution counts are {', '.join(map(str, counts[:8]))})" if counts != sorted(counts) else ""
    )
