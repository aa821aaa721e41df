"""Data by its address, at one exact version.

>>> from jupyter_repro import data
>>> orders = data.open("delta:data/orders", asof="2026-11-01").frame()    # doctest: +SKIP
"""

from __future__ import annotations

from datetime import date
from os import PathLike

from jupyter_repro.recording.opened_data import Data, open_data

__all__ = ["Data", "open"]


def open(  # noqa: A001
    address: str | PathLike[str], *, asof: str | date = "", version: str = ""
) -> Data:
    """Data as of a moment, or of one version by its id in the store; without either the newest.

    `address` is a path or has a scheme, as docs/time-travel.md lists them; `asof` is a date, whose end is meant, or a
    datetime, which is in this machine's zone where it names none, or the text of either. In a notebook the version is
    recorded, and a verification reads that one again. Raises ReproError where there is no such data or version.
    """
    return open_data(address, asof=asof, version=version)
