"""Which commit of a file changed the output: the first after the recorded content with which it is another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.drift import Drift
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.world import World
from jupyter_repro.git.file_commits import FormerContent, former_contents

_MOST = 1_000
"""Commits of a file that are looked through."""


@dataclass(frozen=True)
class FirstCommit:
    """The first with another output."""

    id: str
    """"" for a change that is not committed."""
    subject: str


def first_commit(factor: Factor, drift: Drift, scratch: Path) -> FirstCommit | None:
    """Of the commits since the recorded content of a file, by halving them; None for what git does not tell.

    `factor` is a file whose recorded content brings the output back. `scratch` is a folder for other contents.
    """
    if len(factor.world.files) != 1:
        return None
    place, recorded = next(iter(factor.world.files.items()))
    versions = _versions(place, recorded) if recorded else []
    if not versions:
        return None
    returns, diverges = -1, len(versions) - 1
    while diverges - returns > 1:
        middle = (returns + diverges) // 2
        if drift.returns((_factor_of(factor, versions[middle], place, scratch),)):
            returns = middle
        else:
            diverges = middle
    return FirstCommit(versions[diverges].commit, versions[diverges].subject)


def commit_words(commit: FirstCommit) -> str:
    """When the change came, behind a comma."""
    return (
        f"since commit {commit.id[:7]} ({commit.subject})"
        if commit.id
        else "by a change that is not committed"
    )


def _versions(place: Path, recorded: Path) -> list[FormerContent]:
    """What the file held after the recorded content, the oldest first; none where no commit has that content."""
    wanted, now = recorded.read_bytes(), place.read_bytes() if place.is_file() else b""
    try:
        former = list(former_contents(place, _MOST))
    except ReproError:
        return []
    since = list(takewhile(lambda each: each.content != wanted, former))
    if len(since) == len(former):
        return []
    if not since or since[0].content != now:
        since.insert(0, FormerContent("", former[0].moment, now, ""))
    return since[::-1]


def _factor_of(factor: Factor, version: FormerContent, place: Path, scratch: Path) -> Factor:
    content = scratch / f"{version.commit or 'uncommitted'}-{place.name}"
    content.write_bytes(version.content)
    name = f"{factor.name} of {version.commit[:7]}"
    return Factor(factor.kind, name, "put-back", World(files={place: content}))
