"""Options that are a length of time."""

from __future__ import annotations

from datetime import timedelta

import click

from jupyter_repro.formatting.durations import duration_of


def length_of_time(_context: click.Context, _option: click.Parameter, text: str | None) -> timedelta | None:
    """Callback of an option that is a length of time."""
    try:
        return None if text is None else duration_of(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
