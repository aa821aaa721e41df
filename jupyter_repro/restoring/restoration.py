"""Bringing back what a notebook was recorded on, reported line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.files.writable_folder import ANYWHERE
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.recovery.own_project import own_project
from jupyter_repro.restoring.drafts import Draft
from jupyter_repro.restoring.outcome_lines import OutcomeLines, is_whole
from jupyter_repro.restoring.outcomes import Outcome
from jupyter_repro.restoring.recorded_data import restore_data
from jupyter_repro.restoring.restored_code import (
    copy_records,
    different_modules,
    drafted_worktree,
    notes,
    removal_line,
)
from jupyter_repro.restoring.restored_environment import (
    FOLDER,
    check_environment,
    restored_environment,
    verified_where_it_lies,
)
from jupyter_repro.restoring.restored_wheels import restored_wheels, wheels_into
from jupyter_repro.restoring.roll_back import RolledBack, roll_back
from jupyter_repro.restoring.whole_data import all_data_into
from jupyter_repro.snapshots.stored_snapshots import load_snapshot


def _to_nobody(_line: str) -> None:
    """Lines are answered, not said."""


def restored(
    notebook: Path,
    *,
    data: bool,
    code: bool,
    wheels: bool = False,
    force: bool = False,
    outside: bool = False,
    into: Path | None = None,
    say: Callable[[str], object] = _to_nobody,
) -> tuple[list[str], bool]:
    """Lines that tell what came of it, each said when it is known; and whether everything is as it was recorded.

    What lies outside of the notebook's project is only written where `outside` is true. Of a worktree, what cannot come
    back is said before it is there. Raises ReproError where nothing could be begun.
    """
    if not (data or code or wheels):
        raise ReproError("say what to bring back", "--data, --code, --wheels, or several")
    if into and not code:
        raise ReproError("--into names the folder of a worktree", "give it with --code")
    snapshot, said = recorded_snapshot(notebook), OutcomeLines(say)
    if code:
        draft, complete = _worktree(notebook, snapshot, into, said, data=data, environment=False)
        said.line(f"  verify it with: jupyter repro verify {shell_word(draft.target)}")
        said.line(removal_line(draft.folder))
        return said.lines, complete
    within = ANYWHERE if outside else own_project(notebook.absolute().parent)
    outcomes = said.outcomes(restored_wheels(notebook, within)) if wheels else []
    if data:
        outcomes += said.outcomes(restore_data(notebook, snapshot, within, force=force))
    return said.lines, is_whole(outcomes)


def restored_with_environment(
    notebook: Path, into: Path | None, say: Callable[[str], object], *, data: bool
) -> int:
    """The recorded code in a worktree, its data where that is asked for, and the environment of its lock in it.

    Verifies it there and answers the exit status. Raises as `restored` does, and ReproError for an environment that
    cannot be built: then there is no worktree.
    """
    snapshot, said = recorded_snapshot(notebook), OutcomeLines(say)
    draft, complete = _worktree(notebook, snapshot, into, said, data=data, environment=True)
    said.line(removal_line(draft.folder))
    python = _environment(draft.target, snapshot, notebook.absolute().parent, draft.folder, said)
    return max(verified_where_it_lies(draft.target, said, python), 0 if complete else 1)


def rolled_back(
    target: str,
    address: str,
    into: Path | None,
    say: Callable[[str], object],
    *,
    verify: bool = True,
    environment: bool = False,
) -> int:
    """Bring a run or a model back, tell it line by line, verify it, and answer the exit status.

    What cannot come back is said before the new folder is there. Raises as `roll_back` does.
    """
    said = OutcomeLines(say)
    back = roll_back(target, address, into, said, environment=environment)
    said.line(f"✓ run {back.run} is in {back.notebook.parent}")
    if (back.folder / ".git").is_file():
        said.line(removal_line(back.folder))
    python = None
    if environment:
        python = _environment(back.notebook, back.snapshot, back.original.parent, back.folder, said)
    else:
        said.all(_package_lines(back))
    if not verify:
        said.line(f"  verify it with: jupyter repro verify {shell_word(back.notebook)}")
        return 0 if is_whole(back.lost) else 1
    status = verified_where_it_lies(back.notebook, said, python)
    return max(status, 0 if is_whole(back.lost) else 1)


def _worktree(
    notebook: Path,
    snapshot: Snapshot,
    into: Path | None,
    said: OutcomeLines,
    *,
    data: bool,
    environment: bool,
) -> tuple[Draft, bool]:
    """The worktree, and whether everything is in it as it was recorded."""
    with drafted_worktree(notebook, snapshot, into) as draft:
        copy_records(notebook, draft)
        outcomes = said.outcomes(_filled(notebook, snapshot, draft, data=data))
        if environment:
            check_environment(draft.notebook, snapshot, notebook.absolute().parent)
    said.all(_worktree_lines(draft, snapshot))
    return draft, is_whole(outcomes)


def _environment(notebook: Path, snapshot: Snapshot, own: Path, folder: Path, said: OutcomeLines) -> Path:
    python = restored_environment(notebook, snapshot, own, folder)
    said.line(f"✓ the environment of its lock is in {folder / FOLDER}")
    return python


def _filled(notebook: Path, snapshot: Snapshot, draft: Draft, *, data: bool) -> Iterator[Outcome]:
    for name in different_modules(notebook, snapshot, draft):
        yield Outcome(name, "is not there as it was recorded: git does not have it", "bring it back by hand")
    own = notebook.absolute().parent
    yield from wheels_into(notebook, own, draft.notebook.parent, draft.within)
    if data:
        yield from all_data_into(notebook, snapshot, draft.notebook.parent, draft.within)


def _package_lines(back: RolledBack) -> Iterator[str]:
    for change in back.packages:
        yield f"  {change.name} is {change.found} here, it was {change.recorded}"
    for command in back.commands():
        yield f"  → {command}"


def recorded_snapshot(notebook: Path) -> Snapshot:
    """The snapshot beside a notebook; raises UnreadableInput where there is none."""
    snapshot = load_snapshot(notebook)
    if snapshot is None:
        why = "there is no such file" if not notebook.exists() else "it has no snapshot"
        raise UnreadableInput(
            notebook, why, f"record one with: jupyter repro snapshot {shell_word(notebook)}"
        )
    return snapshot


def _worktree_lines(draft: Draft, snapshot: Snapshot) -> Iterator[str]:
    state = snapshot.context.git
    commit = state.commit[:12] if state else ""
    with_patch = " with the changes that were not committed" if state and state.patch else ""
    yield f"✓ commit {commit}{with_patch} is in {draft.folder}"
    yield from (f"  {note}" for note in notes(snapshot))
