"""What a tracker makes up for each run, and says of its own store: neither is a result of the notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from jupyter_repro.policies.rules import Replacement
from jupyter_repro.records.tracked_run import OwnRun


class TrackerWords(Replacement, frozen=True):
    """Text that is no result."""

    called: str = ""

    @property
    def words(self) -> str:
        """What is reported where it changed a text."""
        return self.called


_MADE_UP = "ids, names and times that a tracker makes up"
_SAID = "what a tracker says of its store"
_LOGGED = r"(?m)^(?:\x1b\[[0-9;]*m)*[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9:]{8} "
_WANDB = r"(?m)^(?:\x1b\[[0-9;]*m)*wandb(?:\x1b\[[0-9;]*m)*: *(?:\x1b\[[0-9;]*m)*"

SAID: tuple[TrackerWords, ...] = tuple(
    TrackerWords(pattern, text, _SAID)
    for pattern, text in (
        # MLflow makes or upgrades its database, and a new experiment
        (rf"{_LOGGED}INFO (?:mlflow\.store\.db\.utils|alembic\.[\w.]+): .*\n?", ""),
        (r"(?m)^INFO  \[alembic\.[\w.]+\] .*\n?", ""),
        (
            rf"{_LOGGED}INFO mlflow\.tracking\.fluent: Experiment with name '[^'\n]*' does not exist\..*\n?",
            "",
        ),
        # MLflow registers a model
        (r"(?m)^Successfully registered model '([^'\n]*)'\.$", r"registered model '\1'"),
        (
            r"(?m)^Registered model '([^'\n]*)' already exists\. Creating a new version.*$",
            r"registered model '\1'",
        ),
        (r"(?m)^Created version '[0-9]+' of model '([^'\n]*)'\.$", r"a version of model '\1'"),
        (rf"{_LOGGED}INFO mlflow\.store\.model_registry\.abstract_store: Waiting up to .*\n?", ""),
        # MLflow shows how much of its artifacts has come from a server, or gone there
        (r"(?m)^(?:Downloading|Uploading) artifacts: .*\n?", ""),
        # the time of day in MLflow's log
        (rf"{_LOGGED}(?=(?:INFO|WARNING|ERROR) mlflow)", ""),
        # W&B tells where it keeps and shows a run, and how it is sent
        (
            rf"{_WANDB}(?:Tracking run with wandb version|W&B syncing is set to|Run `wandb o|You can sync this run"
            r"|(?:\x1b\[[0-9;]*m)*wandb sync |Find logs at|Run data is saved locally|Syncing run|Synced [0-9]+"
            r"|Currently logged in as|View |⭐|🚀|🧹|Using wandb-core|Waiting for W&B|Detected \[|To use W&B"
            r"|Logging into|updating run metadata|uploading |Resuming run|Network error).*\n?",
            "",
        ),
    )
)
"""A saying more is a row more."""


def of_trackers(recorded: Sequence[OwnRun], found: Sequence[OwnRun]) -> tuple[TrackerWords, ...]:
    """What is left out of both sides where a notebook logs in trackers; none for one that does not."""
    return (*_made_up(recorded, found), *SAID) if recorded or found else ()


def _made_up(recorded: Sequence[OwnRun], found: Sequence[OwnRun]) -> Iterator[TrackerWords]:
    """The values of the first run on both sides, of the second, and so on."""
    for number in range(max(len(recorded), len(found))):
        sides = [side[number] for side in (recorded, found) if number < len(side)]
        yield _one_of((run.id for run in sides), f"run {number + 1}")
        for place in range(max(len(run.volatile) for run in sides)):
            values = (run.volatile[place] for run in sides if place < len(run.volatile))
            yield _one_of(values, f"run {number + 1}, {place + 1}")


def _one_of(values: Iterable[str], name: str) -> TrackerWords:
    words = "|".join(re.escape(value) for value in dict.fromkeys(values))
    return TrackerWords(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])", f"<{name}>", _MADE_UP)
