"""How much a metric varies from seed to seed: one seed is no result."""

from __future__ import annotations

import json
import math
import re
import statistics
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from jupyter_repro.records.sweeps import SEED, Spread, Trial

MOST_PUBLISHED = 200
"""Spreads whose numbers are logged in a tracker; all of them follow from the sweep's own file."""
_LONGEST = 100
_NOT_TAKEN = re.compile(r"[^\w\-./ ]", re.ASCII)
"""What MLflow takes in no name of a metric."""

_LOWER = re.compile(
    r"loss|err|\b(?:r?mse|mae|mape|nll|bce|ece|brier|perplexity|deviance|regret|cost|seconds|time|latency)\b",
    re.I,
)


def spreads(
    trials: Sequence[Trial], lower: Collection[str] = (), higher: Collection[str] = ()
) -> list[Spread]:
    """The spread of every metric of every setting, in the order of the trials.

    Of the metrics named in `lower` the lowest value is the best, of those in `higher` the highest; of others it depends
    on whether their name speaks of a loss or an error.
    """
    return [
        _spread(setting, metric, values, metric in lower or (metric not in higher and is_loss(metric)))
        for setting, group in _by_setting(trials)
        for metric, values in _by_metric(group)
    ]


def spread_metrics(found: Sequence[Spread]) -> dict[str, float]:
    """Mean, deviation, best value and number of seeds of what was tried with several, by names that trackers take.

    `loss/mean` where only the seed was varied, else `loss/lr 0.1/mean`. Only of the first `MOST_PUBLISHED`.
    """
    with_seeds = [each for each in found if each.n > 1][:MOST_PUBLISHED]
    return {f"{_published_name(each)}/{part}": value for each in with_seeds for part, value in _parts(each)}


def _parts(each: Spread) -> Iterator[tuple[str, float]]:
    yield "mean", each.mean
    yield "std", each.deviation or 0.0
    yield "best", each.best
    yield "seeds", float(each.n)


def _published_name(each: Spread) -> str:
    setting = " ".join(f"{name} {value}" for name, value in each.setting.items())
    plain = _NOT_TAKEN.sub("_", setting.replace("/", "_")).strip(". ")
    return "/".join(filter(None, (_NOT_TAKEN.sub("_", each.metric)[:_LONGEST], plain[:_LONGEST])))


def is_loss(metric: str) -> bool:
    """Whether a name speaks of what is to be small."""
    return _LOWER.search(metric.replace("_", " ")) is not None


def _spread(setting: dict[str, Any], metric: str, values: Sequence[float], lower: bool) -> Spread:
    finite = [value for value in values if math.isfinite(value)]
    deviation = statistics.stdev(finite) if len(finite) > 1 else None
    mean = statistics.fmean(finite) if finite else math.nan
    best = (min if lower else max)(finite, default=math.nan)
    return Spread(setting, metric, mean, deviation, best, lower, len(finite), len(values) - len(finite))


def _by_setting(trials: Sequence[Trial]) -> Iterator[tuple[dict[str, Any], list[Trial]]]:
    groups: dict[str, tuple[dict[str, Any], list[Trial]]] = {}
    for trial in trials:
        setting = {name: value for name, value in trial.params.items() if name != SEED}
        groups.setdefault(json.dumps(setting, sort_keys=True), (setting, []))[1].append(trial)
    return iter(groups.values())


def _by_metric(trials: Sequence[Trial]) -> Iterator[tuple[str, list[float]]]:
    for metric in dict.fromkeys(name for trial in trials for name in trial.metrics):
        yield metric, [trial.metrics[metric] for trial in trials if metric in trial.metrics]
