"""A sweep: one notebook, executed with every combination of some values."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from jupyter_repro.formatting.json_numbers import as_json, numbers
from jupyter_repro.records.tracked_run import OwnRun

SEED = "seed"
"""Name of the parameter that pins as well."""
SWEEP_FILE = "sweep.json"
"""Lies in the folder of a sweep; what is below it are results."""

State = Literal["recorded", "kept", "failed", "waiting"]


class Trial(msgspec.Struct, frozen=True, omit_defaults=True):
    """One execution of a sweep."""

    name: str
    """Of its folder: `lr=0.1,seed=1`."""
    params: dict[str, Any]
    """What the sweep sets."""
    seed: int
    """That all generators were pinned with."""
    state: State = "waiting"
    """`kept` where an earlier sweep had recorded it."""
    seconds: float = 0.0
    metrics: dict[str, float] = {}
    what: str = ""
    """Why it failed."""
    own: tuple[OwnRun, ...] = ()
    """Runs that it had started in trackers itself, where it failed."""


class Sweep(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    schema: Literal["jupyter-repro/sweep@1"] = "jupyter-repro/sweep@1"
    notebook: str
    """File name."""
    started: str
    """As an ISO 8601 time stamp in UTC."""
    values: dict[str, tuple[Any, ...]]
    """Parameter to its values."""
    trials: tuple[Trial, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing waits and nothing failed."""
        return all(trial.state in {"recorded", "kept"} for trial in self.trials)


class Spread(msgspec.Struct, frozen=True):
    """One metric of one setting, over its seeds."""

    setting: dict[str, Any]
    """All parameters but the seed."""
    metric: str
    mean: float
    deviation: float | None
    """Sample standard deviation (n - 1); None of a single value."""
    best: float
    lower: bool
    """Whether the lowest value is the best."""
    n: int
    """Values that are finite; of others there is no mean."""
    left_out: int = 0
    """Values that are not."""


def encode_sweep(sweep: Sweep) -> bytes:
    """The bytes of a sweep's file; a metric that is not finite is written as `nan`, `inf` or `-inf`."""
    facts = msgspec.to_builtins(sweep)
    for trial in facts["trials"]:
        trial |= {"metrics": {name: as_json(value) for name, value in trial.get("metrics", {}).items()}}
    return msgspec.json.format(msgspec.json.encode(facts, order="sorted"), indent=1) + b"\n"


def decode_sweep(content: bytes) -> Sweep:
    """The sweep that these bytes are. Raises ValueError for what is none."""
    facts = msgspec.json.decode(content)
    try:
        for trial in facts["trials"]:
            trial |= {"metrics": numbers(trial.get("metrics", {}))}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a sweep") from error
    return msgspec.convert(facts, Sweep)
