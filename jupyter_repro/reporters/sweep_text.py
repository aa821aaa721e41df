"""A sweep for a terminal: the results, and how much they vary from seed to seed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table

from jupyter_repro.records.sweeps import Spread, Sweep, Trial
from jupyter_repro.reporters.plain_console import plain_console

_NOT_FINITE = "mean, std and best leave out what is nan or infinite"
_ONE_SEED = "one seed is no result: give several, -p seed 1:5"


def sweep_text(sweep: Sweep, spreads: Sequence[Spread], *, width: int = 100, colour: bool = False) -> str:
    """A row a trial; then, of each setting and metric, mean, standard deviation (n - 1), best and number of seeds."""
    console = plain_console(width, colour=colour)
    console.print(_results(sweep))
    if spreads:
        console.print()
        console.print(_spreads(spreads))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    lines = [line.rstrip() for line in text.splitlines()]
    return "\n".join([*lines, *_remarks(spreads)])


def _remarks(spreads: Sequence[Spread]) -> Iterator[str]:
    if any(each.left_out for each in spreads):
        yield _NOT_FINITE
    if spreads and all(each.n + each.left_out == 1 for each in spreads):
        yield _ONE_SEED


def trial_words(trial: Trial) -> str:
    """One trial in a line, as it is reported when it is done."""
    if trial.state == "failed":
        return f"✗ {trial.name}  {trial.what}"
    metrics = "".join(f"  {name} {number(value)}" for name, value in trial.metrics.items())
    seconds = "kept" if trial.state == "kept" else f"{trial.seconds:.1f} s"
    return f"✓ {trial.name}{metrics}  {seconds}"


def number(value: float) -> str:
    """A metric, as far as one reads it."""
    return f"{value:.6g}"


def _results(sweep: Sweep) -> Table:
    metrics = list(dict.fromkeys(name for trial in sweep.trials for name in trial.metrics))
    table = _table([*sweep.values, *metrics, "seconds", ""], numbers=[*metrics, "seconds"])
    for trial in sweep.trials:
        table.add_row(
            *(_value(trial.params[name]) for name in sweep.values),
            *(number(trial.metrics[name]) if name in trial.metrics else "" for name in metrics),
            f"{trial.seconds:.1f}" if trial.seconds else "",
            trial.what if trial.state == "failed" else "" if trial.state == "recorded" else trial.state,
        )
    return table


def _spreads(spreads: Sequence[Spread]) -> Table:
    settings = list(dict.fromkeys(name for each in spreads for name in each.setting))
    counts = ["mean", "std", "best", "n"]
    table = _table([*settings, "metric", *counts], numbers=counts)
    for each in spreads:
        table.add_row(
            *(_value(each.setting[name]) for name in settings),
            each.metric,
            number(each.mean),
            number(each.deviation) if each.deviation is not None else "",
            f"{number(each.best)} {'↓' if each.lower else '↑'}",
            f"{each.n} of {each.n + each.left_out}" if each.left_out else str(each.n),
        )
    return table


def _table(names: Sequence[str], numbers: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(name, justify="right" if name in numbers else "left", overflow="fold")
    return table


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
