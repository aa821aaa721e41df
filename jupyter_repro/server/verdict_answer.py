"""A verdict as the server answers it: each cause with what one click can do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.diagnosing.actions import AvailableActions, actions_for
from jupyter_repro.diagnosing.available_actions import available_actions
from jupyter_repro.server.answers import CauseAnswer, CellVerdictAnswer, VerdictAnswer, WhereAnswer
from jupyter_repro.server.page_remedies import page_remedy
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import Cause, CellVerdict, Verdict


def verdict_answer(verdict: Verdict, notebook: Path) -> dict[str, Any]:
    """The verdict as JSON, by `VerdictAnswer`."""
    stores = Availability(notebook.absolute().parent)
    means = available_actions(notebook, load_snapshot(notebook), stores)
    cells = tuple(_cell(cell, means) for cell in verdict.cells)
    answered = {name: getattr(verdict, name) for name in VerdictAnswer.__struct_fields__}
    answer: dict[str, Any] = msgspec.to_builtins(VerdictAnswer(**{**answered, "cells": cells}))
    return answer


def _cell(cell: CellVerdict, means: AvailableActions) -> CellVerdictAnswer:
    causes = tuple(_cause(cause, means) for cause in cell.causes)
    return CellVerdictAnswer(**{**_fields(cell), "causes": causes})


def _cause(cause: Cause, means: AvailableActions) -> CauseAnswer:
    where = cause.where and WhereAnswer(cause.where.cell, cause.where.line)
    actions = actions_for(cause.kind, cause.name, means)
    remedy = page_remedy(cause.kind, cause.remedy, actions)
    return CauseAnswer(**{**_fields(cause), "where": where, "remedy": remedy}, actions=actions)


def _fields(struct: msgspec.Struct) -> dict[str, Any]:
    return msgspec.structs.asdict(struct)
