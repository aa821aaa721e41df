"""Receiving a bundle: unpacked, its environment rebuilt, executed again, and judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from zipfile import is_zipfile

import msgspec

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.errors import UnreadableInput
from jupyter_repro.handing_over import crate
from jupyter_repro.handing_over.bundle import SUFFIX
from jupyter_repro.handing_over.handoff import PROJECT, WHEELS
from jupyter_repro.handing_over.packed_files import HOME
from jupyter_repro.handing_over.unpacking import unpack
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.sandbox.command import sandbox_here
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.trust.trusted_projects import is_trusted
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.isolated_verification import verify_isolated
from jupyter_repro.verifying.project_files import Project, project_of, scratch


def is_bundle(path: str | Path) -> bool:
    """Whether a path names a bundle, or an archive under another name: a browser numbers its downloads."""
    return str(path).endswith(SUFFIX) or (Path(path).suffix == ".zip" and is_zipfile(path))


def verify_bundle(
    bundle: Path,
    options: one.Options,
    *,
    network: bool = True,
    key: Path | None = None,
    into: Path | None = None,
    sandbox: bool | None = None,
) -> Verdict:
    """Unpack a bundle, into a folder that is kept where `into` names one, and verify its notebook in isolation.

    One that is not trusted is run in a sandbox where this machine has one, unless `sandbox` says otherwise. Raises
    BadBundle for one that is damaged or was not signed by `key`, and ReproError as `verify_isolated` does.
    """
    if not bundle.is_file():
        raise UnreadableInput(bundle, "there is no such file")
    with scratch() as temporary:
        folder = into or temporary / "bundle"
        unpack(bundle, folder, key=key)
        notebook = notebook_in(folder)
        snapshot = load_snapshot(notebook)
        if snapshot is None:
            raise UnreadableInput(bundle, "its notebook has no snapshot")
        project = _project(notebook, snapshot, folder)
        isolated = replace(options, mark=False)
        trusted = is_trusted(folder)
        boxed = sandbox if sandbox is not None else not trusted and bool(sandbox_here())
        verdict = verify_isolated(
            notebook, isolated, network=network, project=project, wheels=folder / WHEELS, sandbox=boxed
        )
    notes = (
        *verdict.notes,
        *_machines(snapshot, verdict),
        *([] if boxed or trusted else [_WITH_YOUR_RIGHTS]),
    )
    return msgspec.structs.replace(verdict, path=str(bundle), notes=notes)


_WITH_YOUR_RIGHTS = "its code ran with your rights; --sandbox takes them from it"


def notebook_in(folder: Path) -> Path:
    """The notebook of an unpacked bundle; raises UnreadableInput."""
    described = folder / crate.NAME
    try:
        name = PurePosixPath(crate.main_entity(described.read_bytes()))
        if not name.is_relative_to(PROJECT) or ".." in name.parts or name.suffix != ".ipynb":
            raise ValueError(f"{str(name)!r} is no notebook in {PROJECT}")  # noqa: TRY301  the message is the one below
        return folder / name
    except (OSError, ValueError, msgspec.DecodeError, RecursionError) as error:
        raise UnreadableInput(described, f"it does not describe a bundle ({error})") from None


def _project(notebook: Path, snapshot: Snapshot, folder: Path) -> Project:
    """The project as it was packed, with what was read in the author's home folder."""
    home = folder / HOME
    files = {path.relative_to(home).as_posix(): path for path in home.rglob("*") if path.is_file()}
    packed = project_of(notebook, snapshot, top=folder / PROJECT)
    missing = tuple(name for name in packed.outside if data_name(name).path not in files)
    return replace(packed, home=files, outside=missing)


def _machines(snapshot: Snapshot, verdict: Verdict) -> list[str]:
    """The author's machine beside this one, where they differ in something that was recorded."""
    changes = {each.name: each.found for each in verdict.context_changes if each.kind == "machine"}
    recorded = {name: value for name, value in snapshot.context.machine.items() if name in _SHOWN}
    theirs = ", ".join(f"{name} {value}" for name, value in recorded.items())
    ours = ", ".join(f"{name} {changes.get(name, value)}" for name, value in recorded.items())
    return [f"recorded on {theirs}", "verified on the same" if ours == theirs else f"verified on {ours}"]


_SHOWN = ("system", "processor", "architecture", "cores", "memory")
