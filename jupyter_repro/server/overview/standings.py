"""Where each of many notebooks stands, from its snapshot, its file and the newest verdict on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from jupyter_repro.server.answers import NotebookAnswer, NotebookStatus
from jupyter_repro.server.overview.cheap_drift import ChangedInputs, drifts
from jupyter_repro.server.overview.last_verdicts import LastVerdict
from jupyter_repro.server.overview.looks import Looks, NotebookLook
from jupyter_repro.verdicts import Status

_NO_DRIFT = ChangedInputs((), ())
_OF_STATUS: Mapping[Status, NotebookStatus] = {
    "identical": "verified",
    "equivalent": "verified",
    "ignored": "verified",
    "diverged": "diverged",
    "failed": "failed",
    "stale": "edited",
    "unverifiable": "unverifiable",
}


def standings(
    files: Sequence[Path], root: Path, looks: Looks, verdicts: Mapping[str, LastVerdict]
) -> tuple[NotebookAnswer, ...]:
    """The standing of each notebook; `verdicts` are by path relative to the root."""
    seen = {file: looks.look(file) for file in files}
    drift = drifts({file: look.recorded for file, look in seen.items() if look.recorded})
    return tuple(
        standing(path, look, drift.get(file, _NO_DRIFT), verdicts.get(path))
        for file, look in seen.items()
        for path in [file.relative_to(root).as_posix()]
    )


def standing(
    path: str, look: NotebookLook, drift: ChangedInputs, verdict: LastVerdict | None
) -> NotebookAnswer:
    """The standing of one notebook: by its verdict, where that is on what lies there now, else by its snapshot."""
    recorded = _by_record(path, look)
    answer = recorded if verdict is None else _by_verdict(recorded, look, verdict)
    return msgspec.structs.replace(answer, drift=drift.changed, unread=drift.unread)


def _by_record(path: str, look: NotebookLook) -> NotebookAnswer:
    recorded = look.recorded
    if look.error:
        return NotebookAnswer(path, "unreadable", why=look.error)
    if recorded is None:
        return NotebookAnswer(path, "not-recorded")
    if look.edit:
        return NotebookAnswer(path, "edited", recorded.at, look.edit, recorded.seconds)
    if recorded.verified:
        return NotebookAnswer(path, "verified", recorded.verified_at, seconds=recorded.seconds)
    why = next(iter(recorded.hidden_state), "")
    return NotebookAnswer(path, "recorded", recorded.at, why, recorded.seconds)


def _by_verdict(answer: NotebookAnswer, look: NotebookLook, verdict: LastVerdict) -> NotebookAnswer:
    if not _is_fresh(look, verdict):
        return answer
    status = _OF_STATUS[verdict.status]
    if look.recorded is None and status == "unverifiable":
        return answer
    return NotebookAnswer(
        answer.path,
        status,
        verdict.run_at,
        verdict.why,
        verdict.seconds or answer.seconds,
        report=verdict.job,
    )


def _is_fresh(look: NotebookLook, verdict: LastVerdict) -> bool:
    """Whether a verdict is on the notebook as it lies there, and on what is recorded of it."""
    if look.recorded and verdict.sources:
        return look.sources == verdict.sources and look.recorded.at <= verdict.ended
    # compared with the file's own outputs, or not at all
    return look.modified <= verdict.ended and (look.recorded is None or look.recorded.at <= verdict.ended)
