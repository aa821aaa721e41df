"""Ray Tune: the trials of `Tuner.fit` and `tune.run`, as they are known when all have ended."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import wraps
from numbers import Real
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.extensions.sweepers import EndedTrial, SweepNotes, TrialOf
from jupyter_repro.patching import after, replaced, see_through

_NAME = "Ray Tune"
_BESIDE_METRICS = frozenset(
    {"done", "should_checkpoint", "trial_id", "experiment_tag", "checkpoint_dir_name"}
)
"""What Ray adds to the last result of a trial, beside what it names itself."""


class RayTuneSweeper:
    """Sees what a tuner has tried."""

    modules = ("ray.tune",)

    def watch(self, module: str, notes: SweepNotes) -> Undo:
        """Watch both ways to start one."""
        tune = sys.modules[module]
        return after(
            replaced(tune.Tuner, "fit", _noting(tune.Tuner.fit, notes, _of_grid)),
            replaced(tune, "run", _noting(tune.run, notes, _of_analysis)),
        )


def _noting(
    run: Callable[..., Any], notes: SweepNotes, trials_of: Callable[[Any], Iterable[EndedTrial]]
) -> Callable[..., Any]:
    @see_through
    @wraps(run)
    def run_all(*args: Any, **named: Any) -> Any:
        answer = run(*args, **named)
        notes.ended(
            lambda: (
                (TrialOf(_NAME, number, id(answer)), trial) for number, trial in enumerate(trials_of(answer))
            )
        )
        return answer

    return run_all


def _of_grid(grid: Any) -> Iterator[EndedTrial]:
    for result in grid:
        yield _trial(result.config, result.metrics, type(result.error).__name__ if result.error else "")


def _of_analysis(analysis: Any) -> Iterator[EndedTrial]:
    for trial in analysis.trials:
        yield _trial(trial.config, trial.last_result, "failed" if trial.status == "ERROR" else "")


def _trial(config: Mapping[str, Any] | None, last: Mapping[str, Any] | None, failed: str) -> EndedTrial:
    last = last or {}
    end = last.get("timestamp")
    return EndedTrial(
        dict(config or {}),
        dict(_metrics(last)),
        datetime.fromtimestamp(end - last.get("time_total_s", 0), UTC) if end else None,
        datetime.fromtimestamp(end, UTC) if end else None,
        failed,
    )


def _metrics(last: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    of_ray = {*sys.modules["ray.tune.result"].AUTO_RESULT_KEYS, *_BESIDE_METRICS}
    for name, value in last.items():
        if name not in of_ray and isinstance(value, Real) and not isinstance(value, bool):
            yield name, value
