"""Experiments in words: what was held, varied or put back, what came of it, and how long it took."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.reporters.verdict_words import cell_names
from jupyter_repro.verdicts import Attribution, Experiment, Fix, How, Outcome, Share, Verdict

_WHAT: dict[How, str] = {
    "repeat": "run again",
    "hold": "hold {}",
    "vary": "vary {}",
    "put-back": "put back {}",
}
_OUTCOMES: dict[tuple[How, Outcome], str] = {
    ("repeat", "returns"): "the output is as it was recorded",
    ("repeat", "alike"): "the same as before: nothing varies by chance",
    ("repeat", "differs"): "another output: something varies by chance",
    ("hold", "alike"): "alike in each run",
    ("hold", "returns"): "alike in each run, and as it was recorded",
    ("hold", "differs"): "still another output in each run",
    ("vary", "alike"): "the same output",
    ("vary", "differs"): "another output",
    ("vary", "returns"): "the recorded output",
    ("put-back", "returns"): "the output is as it was recorded",
    ("put-back", "differs"): "still not what was recorded",
}
_LONGEST_NAME = 60
_WITH_VALUES = frozenset({"notebook", "package", "environment-variable", "machine"})
"""Kinds of which a change is short enough to be reported with what it was and is."""
MARKS: dict[Outcome, str] = {"returns": "✓", "alike": "✓", "differs": "·", "failed": "✗", "not-tried": "-"}


def experiment_line(experiment: Experiment) -> str:
    """One experiment in a line: `put back data.csv: the output is as it was recorded (1 run, 0.4 s)`."""
    what = done_words(experiment.how, experiment.name)
    if experiment.outcome == "not-tried":
        return f"{what}: not tried: {experiment.what}"
    outcome = _OUTCOMES.get((experiment.how, experiment.outcome), "the notebook failed")
    more = f": {experiment.what}" if experiment.what else ""
    return f"{what}: {outcome}{more} ({_cost(experiment)})"


def done_words(how: How, name: str) -> str:
    """What is done in an experiment: `put back data.csv`."""
    return _WHAT[how].format(_short(name))


def _cost(experiment: Experiment) -> str:
    if not experiment.runs:
        return "known from the others"
    return f"{counted(experiment.runs, 'run')}, {experiment.seconds:.1f} s"


def _short(name: str) -> str:
    """A name; of many that belong together, the first of them."""
    if len(name) <= _LONGEST_NAME:
        return name
    first, *others = name.split(" + ")
    return f"{first} and {len(others)} more" if others else f"{name[:_LONGEST_NAME]}…"


def way_words(verdict: Verdict, names: CellNames) -> str:
    """The cells through which the first cause came to the output: `[1] → [3] → [4]`; "" where that is not known."""
    root = verdict.root
    where = root.causes[0].where if root and root.causes else None
    if root is None or where is None:
        return ""
    return " → ".join(map(names.name, way(verdict.dependence, where.cell, root.index)))


def way(pairs: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """The cells of a shortest way from one to another that depends on it; empty where there is none."""
    ways, reached = [[end]], {end}
    while ways:
        so_far = ways.pop(0)
        if so_far[0] == start:
            return so_far if len(so_far) > 1 else []
        for above in sorted({above for below, above in pairs if below == so_far[0]} - reached):
            reached.add(above)
            ways.append([above, *so_far])
    return []


def total(experiments: Sequence[Experiment]) -> str:
    """All of them together: `5 experiments, 8 runs, 3.1 s`."""
    runs = counted(sum(each.runs for each in experiments), "run")
    seconds = sum(each.seconds for each in experiments)
    return f"{counted(len(experiments), 'experiment')}, {runs}, {seconds:.1f} s"


def attribution_line(attribution: Attribution, verdict: Verdict) -> str:
    """Where a number's change comes from, in a line: `[4] accuracy: 0.91 → 0.87 (-0.04): train.csv -0.04`."""
    change = attribution.found - attribution.recorded
    shares = ", ".join(f"{_source(each, verdict)} {_signed(each.amount)}" for each in attribution.shares)
    where = f"{cell_names(verdict).name(attribution.cell)} {attribution.number}"
    line = f"{where}: {attribution.recorded:.6g} → {attribution.found:.6g} ({_signed(change)}): {shares}"
    if attribution.spread is None:
        return line
    within = "within" if abs(change) <= 2 * attribution.spread else "more than"
    return f"{line}; {within} what another seed gives (± {attribution.spread:.4g})"


def fix_line(fix: Fix) -> str:
    """A fix in a line, above its diff where it is offered."""
    if not fix.cured:
        return f"· {fix.what} ({fix.kind}): no cure: {fix.why_not}"
    return f"✓ {fix.what} ({fix.kind}): with it a copy, recorded again, verified twice"


def _source(share: Share, verdict: Verdict) -> str:
    """What a share comes of: a package with its versions, a cell by its number."""
    if not share.name:
        return "the rest"
    was = (each for each in verdict.context_changes if (each.kind, each.name) == (share.kind, share.name))
    change = next(was, None)
    if change is None or share.kind not in _WITH_VALUES:
        return _short(share.name)
    return f"{share.name} {change.recorded} → {change.found}"


def _signed(amount: float) -> str:
    return f"{amount:+.4g}" if amount else "0"
