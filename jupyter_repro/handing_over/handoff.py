"""The hand-over: recorded if needed, verified in isolation, and only then packed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from jupyter_repro.environments.export import exported
from jupyter_repro.environments.exported_forms import binder_files
from jupyter_repro.environments.local_wheels import own_wheels
from jupyter_repro.environments.lock import find_lock, write_lock
from jupyter_repro.environments.lock_file import Lock, lock_path
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.registry import parts
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.sizes import human_size
from jupyter_repro.handing_over import crate
from jupyter_repro.handing_over.bundle import CHECKSUMS, SIGNATURE, SUFFIX, Content, checksums, write_archive
from jupyter_repro.handing_over.packed_files import HOME, packed_files
from jupyter_repro.handing_over.signature import signed
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.reporters.context import facts
from jupyter_repro.settings import settings_for
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.taking_snapshots.recorded_run import RecordingOptions, record
from jupyter_repro.verdicts import Verdict, Verdicts, without_costs
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.isolated_verification import verify_isolated
from jupyter_repro.verifying.project_files import Project, project_of, scratch

PROJECT, WHEELS = "project/", "wheels/"
"""Where in a bundle the notebook's project lies, and local packages."""
GB = 1_000_000_000


@dataclass(frozen=True)
class Handoff:
    """What the user said about one hand-over."""

    output: Path | None = None
    """The bundle's path; None for `analysis.repro.zip` beside the notebook."""
    data_limit: float = 2 * GB
    """Bytes of a data file up to which it goes along."""
    key: Path | None = None
    """Private key to sign with."""
    network: bool = True
    tell: Callable[[str], None] = lambda _line: None
    """Called with each step."""


@dataclass(frozen=True)
class HandedOver:
    """What came of a hand-over."""

    verdict: Verdict
    bundle: Path | None
    """None where the notebook did not verify, so that nothing was written."""
    left_out: tuple[str, ...] = ()
    """Data that is not in the bundle."""


def hand_over(notebook: Path, wishes: Handoff, options: one.Options) -> HandedOver:
    """Record where there is no snapshot, lock where there is no lock, verify in isolation, and pack.

    Raises ReproError for what cannot be recorded, locked, rebuilt or written.
    """
    snapshot = load_snapshot(notebook)
    if snapshot is None:
        wishes.tell("recording, for there is no snapshot")
        snapshot = record(
            notebook,
            RecordingOptions(timeout=options.timeout, kernel=options.kernel, limits=options.limits),
            options.progress,
        )
        keep_snapshot(notebook, snapshot)
    lock = find_lock(notebook) or _locked(notebook, snapshot, wishes)
    wishes.tell("verifying in a copy of the project and the environment of its lock")
    verdict = verify_isolated(notebook, options, network=wishes.network)
    if verdict.exit_status:
        return HandedOver(verdict, None)
    snapshot = load_snapshot(notebook) or snapshot
    project = project_of(notebook, snapshot)
    output = wishes.output or notebook.with_suffix(SUFFIX)
    wishes.tell("packing")
    if lock.platform:
        wishes.tell(
            f"its lock is for {lock.platform} alone; for all: lock-files = 'all' in [tool.jupyter-repro]"
        )
    with scratch() as folder:
        contents, left_out = _contents(project, snapshot, lock, verdict, wishes, folder)
        write_archive(output.absolute(), contents)
    return HandedOver(verdict, output, left_out)


def _locked(notebook: Path, snapshot: Snapshot, wishes: Handoff) -> Lock:
    wishes.tell("locking its packages")
    form = settings_for(notebook.absolute().parent).lock
    if form == "none":
        raise ReproError(
            f"{notebook} has no lock, and the settings say that none is written", "set lock in pyproject.toml"
        )
    return write_lock(notebook, snapshot, "pylock" if form == "project" else form)


def _contents(
    project: Project, snapshot: Snapshot, lock: Lock, verdict: Verdict, wishes: Handoff, folder: Path
) -> tuple[dict[str, Content], tuple[str, ...]]:
    """Every file of the bundle, and what of the data is not among them."""
    packed = packed_files(project, snapshot, wishes.data_limit)
    contents: dict[str, Content] = {
        **{PROJECT + name: path for name, path in packed.files.items()},
        **{HOME + name: path for name, path in packed.home.items()},
        **{
            WHEELS + wheel.name: wheel
            for wheel in own_wheels(lock, snapshot.context, project.folder, folder / "wheels")
        },
        **_binder(project.root / project.notebook),
        PROJECT + snapshot_path(project.notebook).as_posix(): _undated(snapshot),
        "report.html": _report(msgspec.structs.replace(verdict, path=project.notebook)),
    }
    left_out = (*project.outside, *sorted(packed.left_out))
    for name, why in sorted(packed.left_out.items()):
        wishes.tell(f"{name} is left out: {why}")
    contents[crate.README] = _readme(snapshot, lock, project, left_out)
    data = [name for name in contents if name.removeprefix(PROJECT) in project.data or name.startswith(HOME)]
    sizes = {name: _size(content) for name, content in sorted(contents.items())}
    contents[crate.NAME] = crate.description(
        snapshot, lock, PROJECT + project.notebook, sizes, sorted(data), left_out
    )
    listed = checksums(contents)
    contents[CHECKSUMS] = listed
    if wishes.key:
        contents[SIGNATURE] = signed(listed, wishes.key, snapshot.notebook)
    return contents, left_out


def _undated(snapshot: Snapshot) -> bytes:
    """The snapshot's file without when and where it was verified, which would make two bundles of one commit differ."""
    return encode_snapshot(msgspec.structs.replace(snapshot, verified_at="", verified_commit=""))


def _size(content: Content) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _binder(notebook: Path) -> Mapping[str, bytes]:
    """What Binder builds the environment from."""
    files = binder_files(exported([notebook]), "jupyter-repro")
    return {f"binder/{name}": text.encode() for name, text in files.items()}


def _report(verdict: Verdict) -> bytes:
    # what it took would make two bundles of one commit differ
    verdicts = Verdicts(notebooks=(without_costs(verdict),))
    return str(parts("reporters")["html"].report(verdicts, width=100, colour=False)).encode()


def _readme(snapshot: Snapshot, lock: Lock, project: Project, left_out: tuple[str, ...]) -> bytes:
    topics = [f"- {topic}: {what}" for topic, what in facts(snapshot) if topic in _TOLD]
    data = [f"- `{name}`, {human_size(_size(project.files[name]))}" for name in sorted(project.data)]
    packages = lock_path(project.notebook, lock.form).as_posix()
    missing = (
        ["", "Read, and not in this bundle:", "", *(f"- `{name}`" for name in left_out)] if left_out else []
    )
    lines = [
        f"# {snapshot.notebook}",
        "",
        "This bundle was written after the notebook had been executed in the environment of its lock, in a copy of",
        "this project, with every output as it was recorded. To see the same on your machine:",
        "",
        "    pip install 'jupyter-repro[env]'",
        f"    jupyter repro verify {shell_word(Path(snapshot.notebook).stem + SUFFIX)}",
        "",
        f"Python {lock.python}; the packages are in `{PROJECT}{packages}`, what was recorded is in",
        "the snapshot beside the notebook, and `report.html` tells how it compared.",
        "",
        *topics,
        *(["", "Data:", "", *data] if data else []),
        *missing,
        "",
    ]
    return "\n".join(lines).encode()


_TOLD = ("recorded", "seed", "git")
