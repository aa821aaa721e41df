"""The newest verdict on each notebook, in a line; kept longer than the jobs that gave it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from jupyter_repro.digest import Digest
from jupyter_repro.reporters.site.view import first_cause
from jupyter_repro.server.overview.notebook_sources import digest_of_sources
from jupyter_repro.verdicts import Status, Verdict


class LastVerdict(msgspec.Struct, frozen=True):
    """What a verification said, or why there was none."""

    job: str
    """Id of the job."""
    status: Status
    ended: str
    """When it ended, as an ISO 8601 time stamp in UTC."""
    run_at: str
    """When the notebook was run: earlier, where nothing had changed since."""
    why: str
    """Where it diverged first and why; "" where it did not."""
    seconds: float
    """That the run took; 0 where nothing was run."""
    sources: Digest
    """Of the code cells that were run; "" where none were."""


def verdict_line(job: str, ended: str, verdict: Mapping[str, Any], sources: Mapping[str, str]) -> LastVerdict:
    """The line of a verdict; `sources` has the digest of each code cell that was run, in their order."""
    found = msgspec.convert(verdict, Verdict)
    return LastVerdict(
        job,
        found.status,
        ended,
        found.unchanged_since or ended,
        first_cause(found),
        found.seconds,
        digest_of_sources([*sources.values()]),
    )


def failure_line(job: str, ended: str, error: str) -> LastVerdict:
    """The line of a verification that came to no verdict."""
    return LastVerdict(job, "failed", ended, ended, error, 0.0, "")
