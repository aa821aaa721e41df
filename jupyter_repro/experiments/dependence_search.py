"""Whether an output depends on something: varied alone, it makes another output."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.experiment_log import ExperimentLog
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.laboratory import Laboratory, RunResult
from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.verdicts import Outcome


def depends_on(
    factors: Sequence[Factor],
    laboratory: Laboratory,
    log: ExperimentLog,
    usual: RunResult,
    world: World = AS_IT_IS,
) -> list[Factor]:
    """Those that, varied alone, make the output another than the usual one."""
    found = []
    for factor in factors:
        if factor.cannot:
            log.not_tried(factor, factor.cannot)
            continue
        with log.experiment((factor,)) as answer:
            answer.append(_outcome(factor, laboratory, usual, world))
        if answer[-1][0] in {"differs", "returns"}:
            found.append(factor)
    return found


def _outcome(factor: Factor, laboratory: Laboratory, usual: RunResult, world: World) -> tuple[Outcome, str]:
    try:
        with laboratory.holding():
            result = laboratory.run(world | factor.world)
    except ReproError as error:
        return "failed", error.what
    if result.is_like(usual):
        return "alike", ""
    if result.failed and not usual.failed:
        return "failed", result.failed
    return ("returns" if result.returns else "differs"), ""
