"""Several reports as one: those of a run that was split, or of the same notebooks on several machines."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.verdicts import EXIT_STATUS, Verdict, Verdicts


class Report(NamedTuple):
    """One of them."""

    name: str
    """What a note calls it."""
    verdicts: Verdicts


class _Found(NamedTuple):
    report: str
    verdict: Verdict


def merged(reports: Sequence[Report]) -> Verdicts:
    """One answer of all: each notebook once, in the order in which the reports have them.

    Of a notebook in several reports the gravest verdict holds, and of equally grave ones the last; where their statuses
    differ, a note of the verdict says so. The exit status is the highest of the reports'. A single report is answered
    as it is.
    """
    if len(reports) == 1:
        return reports[0].verdicts
    errors = dict.fromkeys(error for report in reports for error in report.verdicts.errors)
    return Verdicts(notebooks=tuple(map(_gravest, _by_notebook(reports).values())), errors=tuple(errors))


def in_several(reports: Sequence[Report]) -> list[str]:
    """The notebooks of which more than one report tells."""
    return [path for path, found in _by_notebook(reports).items() if len({each.report for each in found}) > 1]


def _by_notebook(reports: Sequence[Report]) -> dict[str, list[_Found]]:
    found: dict[str, list[_Found]] = defaultdict(list)
    for report in reports:
        for verdict in report.verdicts.notebooks:
            found[_same_notebook(verdict.path)].append(_Found(report.name, verdict))
    return found


def _same_notebook(path: str) -> str:
    """What `a.ipynb` and `./a.ipynb` have in common."""
    return path if is_remote(path) else os.path.normpath(path)


def _gravest(found: Sequence[_Found]) -> Verdict:
    verdict = max(reversed(found), key=_gravity).verdict
    if len({each.verdict.status for each in found}) == 1:
        return verdict
    verdicts = ", ".join(f"{each.verdict.status} in {each.report}" for each in found)
    note = f"several reports have this notebook: {verdicts}; the gravest verdict holds"
    return msgspec.structs.replace(verdict, notes=(*verdict.notes, note))


def _gravity(found: _Found) -> tuple[int, int]:
    return found.verdict.exit_status, list(EXIT_STATUS).index(found.verdict.status)
