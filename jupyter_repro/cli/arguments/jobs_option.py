"""The option `--jobs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from jupyter_repro.jobs.number import at_a_time

AUTO = "auto"


class NumberOfJobs(click.ParamType):  # type: ignore[type-arg]
    """How many notebooks run at a time: a number, or as many as this machine has cores and memory for."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> int:
        """The number; fails for what is none, or less than 1."""
        if value == AUTO:
            return at_a_time()
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = 0
        if number < 1:
            self.fail(
                f"{value} notebooks at a time cannot be; give a number from 1 on, or auto", param, context
            )
        return number


def jobs_option(default: str) -> Callable[[Any], Any]:
    """The option, for a command whose default it is."""
    return click.option(
        "--jobs",
        "-j",
        type=NumberOfJobs(),
        default=default,
        show_default=True,
        metavar="N|auto",
        help="Notebooks that run at a time.",
    )
