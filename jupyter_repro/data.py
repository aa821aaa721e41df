"""Data by its address, at one exact version.

>>> from jupyter_repro import data
>>> orders = data.open("delta:data/orders", asof="2026-11-01").frame()    # doctest: +SKIP
"""

from __future__ import annotations

from jupyter_repro.recording.opened_data import Data, open_data

__all__ = ["Data", "open"]


def open(address: str, *, asof: str = "", version: str = "") -> Data:  # noqa: A001
    """Data as of a moment, or of one version by its id in the store; without either the newest.

    `address` is a path or has a scheme, as docs/time-travel.md lists them. In a notebook the version is recorded, and a
    verification reads that one again. Raises ReproError where there is no such data or version.
    """
    return open_data(address, asof=asof, version=version)
