"""What a verification found, as a tracker's run has it: the latest in its tags, each in its history."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from jupyter_repro.addresses.secret_words import without_secrets
from jupyter_repro.digest import MISSING, digits_of
from jupyter_repro.git.repository_state import head_of
from jupyter_repro.records.snapshot import GitState, Snapshot
from jupyter_repro.records.tracked_run import VERIFIED, VERIFIED_AT, VERIFIED_IN
from jupyter_repro.records.tracked_values import short
from jupyter_repro.records.verifications import Verification
from jupyter_repro.trackers.names import notebook_name
from jupyter_repro.tracking.ci_jobs import job_address
from jupyter_repro.tracking.published_places import Published
from jupyter_repro.tracking.user_name import user_name
from jupyter_repro.verdicts import ContextChange, Verdict

MOST_CHANGES = 20
_WITH_VALUES = frozenset({"package", "python", "machine", "threads", "locale", "timezone"})
"""Kinds of what changed whose values a person reads; others are digests, or may be secrets."""


def verification_of(
    verdict: Verdict, path: Path, snapshot: Snapshot, known: Published | None
) -> Verification:
    """What is to be remembered of a verdict on the notebook at `path`; `known` is where it was published from."""
    moment = datetime.now(UTC)
    return Verification(
        id=_id(moment.strftime("%Y%m%dT%H%M%S.%fZ")),
        when=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        status=verdict.status,
        by=user_name(),
        on=without_secrets(platform.node()),
        job=job_address(os.environ),
        version=version("jupyter-repro"),
        notebook=notebook_name(path),
        commit=head_of(path.absolute().parent),
        copy=_copy(path, snapshot.context.git, known),
        changed=_changes(verdict),
    )


def _id(moment: str) -> str:
    return f"{moment}-{os.urandom(4).hex()}"


def recorded_verification(snapshot: Snapshot, digest: str) -> Verification:
    """What a snapshot's own file remembers of the run that agreed with it."""
    moment = "".join(each for each in snapshot.verified_at if each not in "-:")
    return Verification(
        id=f"{moment}-{digits_of(digest, 8)}",
        when=snapshot.verified_at,
        status=snapshot.verified_status,
        commit=snapshot.verified_commit,
    )


def verification_tags(verification: Verification) -> dict[str, str]:
    """Tags of a run of which this is the latest verification."""
    return {
        VERIFIED: verification.status,
        VERIFIED_AT: verification.when,
        VERIFIED_IN: short(verification.circumstances),
        "repro.verified_by": verification.by,
        "repro.verified_on": verification.on,
        "repro.verified_job": verification.job or "none",
        "repro.verified_with": f"jupyter-repro {verification.version}",
    }


# what was verified


def _copy(path: Path, recorded: GitState | None, known: Published | None) -> str:
    """How it is known that the notebook is not the one that was recorded, but a copy; "" where it may be that one."""
    if known and known.notebook.exists() and known.notebook != path.resolve():
        return f"a copy in {path.absolute().parent.name}"
    if recorded is None or not recorded.commit:
        return ""
    outside = head_of(path.absolute().parent) == ""
    return f"a copy in {path.absolute().parent.name}, outside of its repository" if outside else ""


def _changes(verdict: Verdict) -> tuple[str, ...]:
    return tuple(_words(verdict))[:MOST_CHANGES]


def _words(verdict: Verdict) -> Iterator[str]:
    return (short(_change(change)) for change in verdict.context_changes if change.matters)


def _change(change: ContextChange) -> str:
    if change.kind not in _WITH_VALUES:
        return f"{change.kind} {change.name}"
    found = "missing" if change.found == MISSING else change.found
    return without_secrets(f"{change.kind} {change.name} {found} (was {change.recorded})")
