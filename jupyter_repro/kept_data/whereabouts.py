"""Where the data that a snapshot names can be fetched from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.addresses.queried_files import queried_file
from jupyter_repro.digest import ALGORITHM
from jupyter_repro.files.digest_cache import cached_digest
from jupyter_repro.git.committed_files import committed
from jupyter_repro.git.wanted_content import Wanted
from jupyter_repro.kept_data.answers.stored_answers import has_answer
from jupyter_repro.kept_data.cached_objects import CachedObjects
from jupyter_repro.kept_data.places import CHUNKED
from jupyter_repro.kept_data.presence import DIGITS
from jupyter_repro.kept_data.putting import is_kept
from jupyter_repro.kept_data.references import Place, Reference, files_of, references
from jupyter_repro.records.snapshot import Context, DataFile, DataVersion

HERE = "where it was read"
KEPT = "kept"
IN_GIT = "in git"
IN_REMOTE = "in the remote"
IN_STORE = "in its store"
ONLY_SERVER = "only its server can be asked again; %repro data ADDRESS keeps what it answers"
WhyGone = Callable[[str, DataVersion, Path], str]
"""Why the store of what a snapshot calls so does not have a version any more; "" where it does, or nobody knows."""


IsCopied = Callable[[str, DataVersion, Path], bool]
"""Whether a version of what a snapshot calls so is kept, which its store has no more."""


def _nothing_is(_name: str, _version: DataVersion, _folder: Path) -> bool:
    return False


def _nobody_knows(_name: str, _version: DataVersion, _folder: Path) -> str:
    return ""


class Whereabouts(NamedTuple):
    """One input of a notebook, and the places that have it as it was recorded."""

    name: str
    size: int
    """Bytes."""
    places: tuple[str, ...]
    """Of KEPT, IN_GIT, IN_REMOTE, IN_STORE, HERE those that have it; of a folder whose files lie in several, these."""
    lost: int = 0
    """Files that are nowhere any more."""
    why: str = ""
    """Why its store does not have the recorded version any more, a sentence without its full stop."""


def whereabouts(
    context: Context,
    folder: Path,
    remote: Place | None = None,
    *,
    why_gone: WhyGone = _nobody_knows,
    is_copied: IsCopied = _nothing_is,
) -> list[Whereabouts]:
    """The inputs of a notebook that lies in `folder`, in their order, without what came over the network.

    Raises NoAccess for the remote.
    """
    parts = {each.name: _parts(each, context.data[each.name]) for each in references(context.data)}
    wanted = {name: part for files in parts.values() for name, part in files.items()}
    having = _having(wanted, context, folder, remote)
    found = []
    for name, file in context.data.items():
        if name in parts:
            found.append(_whereabouts(name, file.size, set(parts[name]), having))
        elif file.version is not None and is_copied(name, file.version, folder):
            found.append(Whereabouts(name, file.size, (KEPT,)))
        elif file.version is not None:
            why = why_gone(name, file.version, folder)
            found.append(_in_store(name, file.size, why, is_answer_kept=has_answer(file.version)))
        elif data_name(name).query and queried_file(name, folder) is None:
            found.append(Whereabouts(name, file.size, (), why=ONLY_SERVER))
    return found


def _in_store(name: str, size: int, why: str, *, is_answer_kept: bool) -> Whereabouts:
    """Of what a store has; of a database, the answer may be kept, even if it has changed."""
    kept = (KEPT,) if is_answer_kept else ()
    if why and not kept:
        return Whereabouts(name, size, (), 1, why)
    return Whereabouts(name, size, kept if why else (*kept, IN_STORE))


def _whereabouts(name: str, size: int, parts: set[str], having: Mapping[str, set[str]]) -> Whereabouts:
    lost = parts.difference(*having.values())
    having_all = tuple(place for place, names in having.items() if names >= parts)
    having_some = tuple(place for place, names in having.items() if names & parts)
    return Whereabouts(name, size, having_all or having_some, len(lost))


def _parts(reference: Reference, file: DataFile) -> dict[str, Wanted]:
    """Name and content of the file, or of each file of a folder."""
    if reference.files is None:
        return {reference.name: Wanted(reference.digest, file.size)}
    _, digits = files_of([reference], [CachedObjects()])
    short = {reference.name + below: digest for below, digest in reference.files.items()}
    return {name: Wanted(ALGORITHM + each if each else short[name]) for name, each in digits.items()}


def _having(
    wanted: Mapping[str, Wanted], context: Context, folder: Path, remote: Place | None
) -> dict[str, set[str]]:
    """Place to the names of the files that it has."""
    paths = {name: located(name, folder) for name in wanted}
    revisions = dict.fromkeys(filter(None, (context.git.commit if context.git else "", "HEAD")))
    in_git = committed({paths[name]: each for name, each in wanted.items()}, list(revisions))
    having = {
        KEPT: {name for name, each in wanted.items() if is_kept(each.digest)},
        IN_GIT: {name for name, path in paths.items() if path in in_git},
        HERE: {name for name, path in paths.items() if _is_here(path, wanted[name].digest)},
    }
    return having | ({IN_REMOTE: in_remote(wanted, remote)} if remote else {})


def in_remote(wanted: Mapping[str, Wanted], remote: Place) -> set[str]:
    """Names of the files that the remote has; raises NoAccess."""
    digits = {name: each.digest.removeprefix(ALGORITHM) for name, each in wanted.items()}
    whole = {name: each for name, each in digits.items() if len(each) == DIGITS}
    there = remote.sizes([oid for each in whole.values() for oid in (each, each + CHUNKED)])
    found = {name for name, each in whole.items() if each in there or each + CHUNKED in there}
    return found | {name for name, each in digits.items() if name not in whole and remote.full(each)}


def _is_here(path: Path, digest: str) -> bool:
    try:
        return cached_digest(str(path))[0].startswith(digest)
    except OSError:
        return False
