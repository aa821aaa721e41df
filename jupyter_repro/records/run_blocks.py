"""Parts of a notebook's or script's run: those that it names itself, and sweeps that a library runs in it."""

from __future__ import annotations

from typing import Literal

import msgspec

from jupyter_repro.formatting.json_numbers import JsonNumber
from jupyter_repro.records.tracked_values import Value, stated_value

NO_PARENT = -1


class RunBlock(msgspec.Struct, frozen=True, omit_defaults=True):
    """One block, with what was logged in it."""

    name: str
    started: str
    """As an ISO 8601 time stamp in UTC, as `ended` is."""
    ended: str = ""
    """"" where it had not ended when it was recorded."""
    parent: int = NO_PARENT
    """Place, in the order of their start, of the block that it stands in."""
    failed: str = ""
    """Name of the exception that ended it."""
    params: dict[str, str] = {}
    numeric: tuple[str, ...] = ()
    """Names of the parameters that are numbers, and not texts that look like one."""
    metrics: dict[str, JsonNumber] = {}
    """The last number of each name."""
    kind: Literal["", "sweep", "trial"] = ""
    """What a library ran: a sweep, or one of its trials; "" for a block that the notebook names."""
    count: int = 0
    """Of a sweep: how many trials ended; of very many, only the first are blocks."""
    own: tuple[str, ...] = ()
    """Of a trial: ids of the runs that it started in trackers itself."""

    def value_of(self, name: str) -> Value:
        """A parameter as it was given."""
        return stated_value(self.params[name], is_number=name in self.numeric)
