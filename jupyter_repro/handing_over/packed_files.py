"""Which files of a project go into a bundle: no secret, and nothing from elsewhere that only a snapshot names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.addresses.secret_files import looks_secret
from jupyter_repro.digest import Digest
from jupyter_repro.files.digest_cache import cached_digest
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.settings import project_root
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.verifying.project_files import Project

HOME = "home/"
"""Where in a bundle that lies which was read in the home folder."""
SENSITIVE = "it looks as if it held a secret"
ELSEWHERE = "it lies outside of the project, and is not what was recorded"
LARGE = "it is larger than the limit"


@dataclass(frozen=True)
class Packed:
    """What goes along, and what does not."""

    files: Mapping[str, Path]
    """By their name below the project's root."""
    home: Mapping[str, Path]
    """By their name below the home folder."""
    left_out: Mapping[str, str]
    """Why each of the others is left out, by its name."""


def packed_files(project: Project, snapshot: Snapshot, limit: float) -> Packed:
    """The files of a project that may be given to somebody else; data up to `limit` bytes."""
    own = {project.notebook, snapshot_path(Path(project.notebook)).as_posix()}
    digests = _digests(project, snapshot)
    root = project_root(project.folder)
    reasons = {
        name: why
        for name, path in project.files.items()
        if name not in own and (why := _why_not(name, path, digests.get(name), root, project, limit))
    }
    at_home = {
        f"~/{name}": why
        for name, path in project.home.items()
        if (why := _why_not(name, path, digests.get(f"~/{name}"), root, project, limit))
    }
    return Packed(
        {name: path for name, path in project.files.items() if name not in reasons},
        {name: path for name, path in project.home.items() if f"~/{name}" not in at_home},
        {**reasons, **at_home},
    )


def _why_not(name: str, path: Path, digest: Digest | None, root: Path, project: Project, limit: float) -> str:
    if looks_secret(path):
        return SENSITIVE
    if digest is not None and not path.resolve().is_relative_to(root) and not _is(path, digest):
        return ELSEWHERE
    is_data = name in project.data or name in project.home
    return LARGE if is_data and path.stat().st_size > limit else ""


def _is(path: Path, digest: Digest) -> bool:
    try:
        return bool(digest) and cached_digest(str(path))[0].startswith(digest)
    except OSError:
        return False


def _digests(project: Project, snapshot: Snapshot) -> dict[str, Digest]:
    """What was recorded of data and modules, by their name below the root, or `~/` for what lies at home."""
    return dict(_recorded(project, snapshot))


def _recorded(project: Project, snapshot: Snapshot) -> Iterator[tuple[str, Digest]]:
    yield from ((name, data.digest) for name, data in project.data.items())
    yield from ((name, data.digest) for name, data in snapshot.context.data.items() if name.startswith("~"))
    for name, digest in snapshot.context.modules.items():
        path = located(name, project.folder)
        if path.is_relative_to(project.root):
            yield project.below(path), digest
