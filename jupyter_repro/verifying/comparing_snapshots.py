"""What differs between two snapshots, two git revisions of one, and a snapshot and now; nothing is executed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from jupyter_repro.collectors.editable_sources import source_files
from jupyter_repro.collectors.git_commands import answer
from jupyter_repro.differences import Difference
from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.notebooks import code_cells, content_of, read_notebook, shown_outputs, upgraded
from jupyter_repro.portable_paths import located
from jupyter_repro.recording.assembly import cell_record, context_of
from jupyter_repro.records import Context, Origin, Packages, Snapshot, decode_snapshot, snapshot_path
from jupyter_repro.verdicts import ContextChange
from jupyter_repro.verifying.comparing_cells import cell_differences
from jupyter_repro.verifying.drift import drift, with_recorded_files

MOST_REVISIONS = 2
_ONLY_A_KERNEL_TELLS = ("blas", "environment", "python", "variables")


def read_snapshot(path: Path) -> Snapshot:
    """The snapshot at `path`, or beside the notebook at `path`; raises UnreadableInput."""
    beside = _beside(path)
    if not beside.exists():
        read_notebook(path)
        raise UnreadableInput(
            beside, "there is no such snapshot", f"record it with: jupyter repro snapshot {path}"
        )
    return decode_snapshot(content_of(beside).encode(), beside)


def difference(before: Path, after: Path | None = None, revisions: Sequence[str] = ()) -> Difference:
    """Between two snapshots, two git revisions of one (or one and the file), or the snapshot of a notebook and now.

    Raises ReproError where there is nothing to compare with, UnreadableInput for what cannot be read.
    """
    if revisions:
        return _between_revisions(before, after, revisions)
    if after is not None:
        return _between(read_snapshot(before), read_snapshot(after), str(before), str(after))
    if before.suffix != ".ipynb":
        raise ReproError(f"{before} is compared with nothing", "name its notebook, or a second snapshot")
    return _with_now(before)


def _beside(path: Path) -> Path:
    return snapshot_path(path) if path.suffix == ".ipynb" else path


def _between(before: Snapshot, after: Snapshot, name: str, other: str) -> Difference:
    context = (*_seeds(before.context, after.context), *drift(before.context, after.context))
    return Difference(name, other, context, tuple(cell_differences(before.cells, after.cells)))


def _seeds(before: Context, after: Context) -> Iterator[ContextChange]:
    """What the author chose, and no collector looks for."""
    chosen = ("seed", "pin_options", "parameters", "watch")
    for name in chosen:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield ContextChange("notebook", name.replace("_", " "), _words(was), _words(now))


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}={each!r}" for name, each in value.items()) or "none"
    return " ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)


# git


def _between_revisions(path: Path, after: Path | None, revisions: Sequence[str]) -> Difference:
    if after is not None or len(revisions) > MOST_REVISIONS:
        raise ReproError(
            "revisions are those of one snapshot, one or two", "for instance: --rev HEAD~1 --rev HEAD"
        )
    file = _beside(path)
    first, *second = [(f"{file} at {revision}", _at(file, revision)) for revision in revisions]
    name, snapshot = second[0] if second else (str(file), read_snapshot(path))
    return _between(first[1], snapshot, first[0], name)


def _at(file: Path, revision: str) -> Snapshot:
    """The snapshot as a revision has it, read from git without touching the work tree."""
    from git import GitCommandError, InvalidGitRepositoryError, Repo

    place = file.absolute()
    try:
        with Repo(place.parent, search_parent_directories=True) as repository:
            name = place.resolve().relative_to(Path(str(repository.working_tree_dir)).resolve()).as_posix()
            commit = answer(
                repository, "rev_parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            )
            content = answer(repository, "show", f"{commit.decode().strip()}:{name}")
    except InvalidGitRepositoryError:
        raise ReproError(
            f"{file} is in no git repository", "leave out --rev, or name two snapshots"
        ) from None
    except GitCommandError:
        raise ReproError(f"git has no {file} at {revision!r}", f"see: git log --oneline -- {file}") from None
    return decode_snapshot(content, f"{file} at {revision}")


# now


def _with_now(path: Path) -> Difference:
    snapshot, notebook = read_snapshot(path), upgraded(read_notebook(path))
    folder = path.parent.absolute()
    found = _like(
        with_recorded_files(context_of(path, None), snapshot.context, folder), snapshot.context, folder
    )
    cells = [cell_record(cell) for _, cell in code_cells(notebook)]
    stripped = not any(shown_outputs(cell) for _, cell in code_cells(notebook))
    return Difference(
        str(snapshot_path(path)),
        f"{path} as it is now",
        drift(snapshot.context, found),
        tuple(cell_differences(snapshot.cells, cells, sources_only=stripped)),
    )


def _like(found: Context, recorded: Context, folder: Path) -> Context:
    """`found` with the parts that only a kernel can tell taken from `recorded`, but for source that lies here."""
    told = {name: getattr(recorded, name) for name in _ONLY_A_KERNEL_TELLS}
    origins = {name: _origin_now(origin, folder) for name, origin in recorded.packages.origins.items()}
    packages: Packages = msgspec.structs.replace(recorded.packages, origins=origins)
    return msgspec.structs.replace(found, packages=packages, **told)


def _origin_now(origin: Origin, folder: Path) -> Origin:
    source = located(origin.address, folder) if origin.editable else None
    if source is None or not source.is_dir():
        return origin
    return msgspec.structs.replace(origin, files=source_files(source, folder))
