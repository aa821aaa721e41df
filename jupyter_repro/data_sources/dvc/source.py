"""Files and folders that DVC tracks: `dvc:data/raw.csv`, or a plain path that a .dvc file or dvc.lock has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.data_sources.dvc.objects import Repositories, Tracked, TrackedObjects, repositories
from jupyter_repro.data_sources.dvc.tracking_files import tracking_file
from jupyter_repro.errors import NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.files.copied_projects import original
from jupyter_repro.formatting.moments import iso
from jupyter_repro.formatting.shell_words import read_with, shell_word
from jupyter_repro.git.history import Commit, History, history_of
from jupyter_repro.records.snapshot import DataVersion

MOST_COMMITS = 50
"""Of a .dvc file's history in which a version is looked for that is still available."""

_SCHEME = "dvc:"
_ID = re.compile(r"[0-9a-f]{32}(?:\.dir)?")


class _Version(NamedTuple):
    """What was tracked, and by which commit; by none where it is not committed."""

    tracked: Tracked
    commit: Commit | None = None


class _Committed(NamedTuple):
    """What a commit tracked."""

    tracked: Tracked
    commit: Commit


class DvcSource:
    """Data that DVC tracks. A version's id is DVC's own: the MD5 of a file, or of a folder's list of files.

    The newest is what the .dvc file or dvc.lock says now, whatever lies in the work tree. As of a moment it is what
    that file said in the newest commit that is not younger, as `git:` finds it. By id, a commit, tag or branch may be
    named as well. The content is taken from the cache, else from the work tree if it is that version, else from a
    remote.
    """

    schemes = ("dvc",)

    def name(self, address: str, folder: Path) -> str:
        """The portable path behind `dvc:`."""
        return _SCHEME + portable(_path(address, folder), folder)

    def recognises(self, path: Path) -> bool:
        """Whether a .dvc file or dvc.lock has the path, or a folder that it lies in."""
        return tracking_file(original(path)) is not None

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """What DVC tracks there, or did, where its content is available."""
        path, name = original(_path(address, folder)), self.name(address, folder)
        with repositories(path) as opened:
            version = _chosen_version(opened, path, name, wish)
            objects, known = TrackedObjects(opened.at(path), path), version.tracked
            size = objects.size(known.id)
            if size is None:
                raise NoSuchVersion(
                    f"{name}: {objects.missing(known.id)}", _nearest(opened, path, name, objects, version)
                )
        return Found(name, f"md5:{known.id}", known.size or size, _recorded(version, wish.text))

    def fetch(self, address: str, version: DataVersion, folder: Path, into: Path) -> None:
        """Write the content of an object, or of all of a folder's."""
        path = original(_path(address, folder))
        with repositories(path) as opened:
            TrackedObjects(opened.at(path), path).write(version.id, into)

    def versions(self, paths: Sequence[Path]) -> dict[Path, DataVersion]:
        """Of plain paths, those where exactly a version that is tracked lies, and which; none of a copied project."""
        found: dict[Path, DataVersion] = {}
        if original(paths[0]) != paths[0]:
            return found
        with repositories(paths[0]) as opened:
            for path in paths:
                with suppress(
                    Exception
                ):  # DVC and its parts raise many kinds; the others are reported all the same
                    version = _newest(opened, path)
                    if opened.at(path).content_id(path) == version.tracked.id:
                        found[path] = _recorded(version)
        return found


def _path(address: str, folder: Path) -> Path:
    return located(address.removeprefix(_SCHEME), folder)


def _recorded(version: _Version, text: str = "") -> DataVersion:
    return DataVersion(version.tracked.id, iso(version.commit.moment) if version.commit else "", text)


def _chosen_version(opened: Repositories, path: Path, name: str, wish: Wish) -> _Version:
    if _ID.fullmatch(wish.version):
        return _Version(Tracked(wish.version, 0))
    if not wish.version and not wish.asof:
        return _newest(opened, path)
    with _history(path) as history:
        commit = history.commit_for(wish, name)
    known = opened.at(path, commit.id).tracked(path)
    if known is None:
        raise NoSuchVersion(
            f"DVC did not track {path.name} in {commit}", f"see: git log {shell_word(f'{path.name}.dvc')}"
        )
    return _Version(known, commit)


def _newest(opened: Repositories, path: Path) -> _Version:
    known = opened.at(path).tracked(path)
    if known is None:
        raise NoSuchData(f"DVC does not track {path.name}", f"track it with: dvc add {shell_word(path.name)}")
    commit = opened.newest(_tracking(path))
    if commit and opened.at(path, commit.id).tracked(path) == known:
        return _Version(known, commit)
    return _Version(known)


def _tracking(path: Path) -> Path:
    """The file that tracks a path, or did."""
    return tracking_file(path) or path.with_name(f"{path.name}.dvc")


def _history(path: Path) -> AbstractContextManager[History]:
    return history_of(_tracking(path))


def _nearest(opened: Repositories, path: Path, name: str, objects: TrackedObjects, missing: _Version) -> str:
    """The version that is available and is nearest in time, as a remedy."""
    with suppress(ReproError):
        there = [each for each in _versions(opened, path) if objects.size(each.tracked.id) is not None]
        moment = missing.commit.moment if missing.commit else datetime.max.replace(tzinfo=UTC)
        if there:
            near = min(there, key=lambda each: abs(each.commit.moment - moment))
            sentence = f"the nearest that is available, of {iso(near.commit.moment)}, is read with"
            return f"{sentence}: {read_with(name, near.tracked.id)}"
    return objects.pushing


def _versions(opened: Repositories, path: Path) -> Iterator[_Committed]:
    with _history(path) as history:
        for commit in islice(history.commits(), MOST_COMMITS):
            known = None
            with suppress(
                NoSuchVersion
            ):  # the list of its folder's files is lost: another version may be there
                known = opened.at(path, commit.id).tracked(path)
            if known:
                yield _Committed(known, commit)
