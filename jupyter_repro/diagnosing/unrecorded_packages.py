"""Candidates where no record says which packages a notebook had: what is missing, and what may be another version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_repro.collectors.packages import normalised
from jupyter_repro.diagnosing.evidence import Evidence
from jupyter_repro.diagnosing.library_versions import version_causes
from jupyter_repro.diagnosing.packages_used import packages_used
from jupyter_repro.diagnosing.ranking import PossibleCause
from jupyter_repro.diagnosing.remedies import recorded_again
from jupyter_repro.environments.imported_distributions import REMOVED, distribution
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.verdicts import Cause, CellVerdict, Where

MOST_NAMED = 3
"""Packages in one sentence."""
_MISSING = re.compile(r"No module named '([\w.]+)'")
"""Python's words of a ModuleNotFoundError."""


def not_installed(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """A module that the failed cell imports, and that nothing which was recorded would bring back."""
    raised = evidence.raised.get(cell.index)
    missing = _MISSING.match(raised.message) if raised and raised.name == "ModuleNotFoundError" else None
    if missing is None:
        return
    root = missing[1].partition(".")[0]
    recorded = {normalised(name) for name in evidence.recorded.packages.imported}
    files = {f"{missing[1].replace('.', '/')}.py", f"{root}.py", f"{root}/__init__.py"}
    if distribution(root) not in recorded and not files & set(evidence.recorded.modules):
        where = Where(cell.index, evidence.raised_at.get(cell.index) or None)
        yield PossibleCause(_without(missing[1], root, where, evidence), looks_like_it=True)


def _without(module: str, root: str, where: Where, evidence: Evidence) -> Cause:
    """That a module is not there: because its package, or this version of it, or of Python, has none."""
    here = {**evidence.found.packages.installed, **evidence.found.packages.imported}
    version = next((here[name] for name in here if normalised(name) == distribution(root)), "")
    if version:
        what = f"{distribution(root)} {version} has no {module}: another version had it"
        return Cause("package", "observed", what, where, _rescued(evidence))
    if root in REMOVED:
        what = f"{root} is no longer a part of Python, which it was when the notebook was written"
        return Cause("python", "observed", what, where, _rescued(evidence))
    what = f"{root} is neither installed nor beside the notebook, and no record says what it was"
    remedy = f"if it is a package, install it: pip install {shell_word(distribution(root))}; or {_rescued(evidence)}"
    return Cause("package", "observed", what, where, remedy)


def other_looks(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Differences that look as another version of a library makes them."""
    if is_unrecorded(evidence):
        imported = evidence.found.packages.imported
        found = version_causes(cell, imported, recorded_again(evidence.notebook))
        yield from (PossibleCause(cause, looks_like_it=cause.certainty == "observed") for cause in found)


def other_behaviour(cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """An error that the stored outputs do not have, in a cell that uses packages whose versions nobody knows."""
    raised = evidence.raised.get(cell.index)
    if not raised or not raised.name or raised.name in _OF_OTHERS or not is_unrecorded(evidence):
        return
    line = evidence.raised_at.get(cell.index, 0)
    if named := _used(cell, evidence, line):
        what = f"{raised.name} may come of another version of {named}: which one the notebook had is not recorded"
        cause = Cause("package", "suspected", what, Where(cell.index, line or None), _rescued(evidence))
        yield PossibleCause(cause, looks_like_it=True)


_OF_OTHERS = frozenset(
    {"ModuleNotFoundError", "NameError", "KeyboardInterrupt", "FileNotFoundError", "MemoryError"}
)
"""Errors that another version of a library does not raise, or that have a cause of their own."""


def of_another_time(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    """What is left to suspect of a notebook whose outputs nobody recorded: the packages that the cell uses."""
    is_possible = cell.status != "failed" and is_unrecorded(evidence)
    if is_possible and (named := _used(cell, evidence, 0)):
        what = f"which version of {named} the stored outputs were made with is not recorded"
        yield Cause("package", "suspected", what, Where(cell.index), _rescued(evidence))


def is_unrecorded(evidence: Evidence) -> bool:
    """Whether nothing says what packages the notebook had."""
    return not evidence.has_snapshot or not evidence.recorded.packages.installed


def _used(cell: CellVerdict, evidence: Evidence, line: int) -> str:
    """The packages that a cell's output depends on, with their versions now; "" for none."""
    named = [f"{used.name} ({used.version} now)" for used in packages_used(cell, evidence, line)]
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return ", ".join(named[:MOST_NAMED]) + more


def _rescued(evidence: Evidence) -> str:
    return f"let the packages of its time be looked for: jupyter repro rescue {shell_word(evidence.notebook)}"
