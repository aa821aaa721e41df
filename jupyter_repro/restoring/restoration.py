"""Bringing back what a notebook was recorded on, told line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.extensions.registry import parts
from jupyter_repro.files.writable_folder import ANYWHERE, WritableFolder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.recovery.own_project import own_project
from jupyter_repro.restoring.outcomes import Outcome
from jupyter_repro.restoring.recorded_data import data_into, restore_data
from jupyter_repro.restoring.restored_code import Checkout, restore_code
from jupyter_repro.restoring.roll_back import RolledBack, roll_back
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.batch import verify_all


def restored(
    notebook: Path,
    *,
    data: bool,
    code: bool,
    force: bool = False,
    outside: bool = False,
    into: Path | None = None,
) -> tuple[list[str], bool]:
    """Lines that tell what came of it, and whether everything is as it was recorded.

    What lies outside of the notebook's project is only written where `outside` is true. Raises ReproError where nothing
    could be begun.
    """
    if not (data or code):
        raise ReproError("say what to bring back", "--data, --code, or both")
    if into and not code:
        raise ReproError("--into names the folder of a worktree", "give it with --code")
    snapshot = recorded_snapshot(notebook)
    if not code:
        within = ANYWHERE if outside else own_project(notebook.absolute().parent)
        return _lines(restore_data(notebook, snapshot, within, force=force))
    checkout = restore_code(notebook, snapshot, into)
    worktree = WritableFolder(checkout.folder, "the worktree")
    lost = list(data_into(notebook, snapshot, checkout.notebook.parent, worktree)) if data else []
    lines, complete = _lines(lost)
    return [
        *_checkout_lines(checkout, snapshot),
        *lines,
        *_next(checkout),
    ], complete and not checkout.different


def rolled_back(
    target: str, address: str, into: Path | None, say: Callable[[str], object], *, verify: bool = True
) -> int:
    """Bring a run or a model back, tell it line by line, verify it, and answer the exit status.

    Raises as `roll_back` does.
    """
    back = roll_back(target, address, into)
    say(f"✓ run {back.run} is in {back.notebook.parent}")
    for line in (line for each in back.lost for line in _outcome_lines(each)):
        say(line)
    for line in _package_lines(back):
        say(line)
    if not verify:
        say(f"  verify it with: jupyter repro verify {shell_word(back.notebook)}")
        return 1 if back.lost else 0
    verdicts = verify_all([str(back.notebook)], lambda path, _: one.verify(path))
    say(parts("reporters")["text"].report(verdicts, width=100, colour=False).rstrip())
    return max(verdicts.exit_status, 1 if back.lost else 0)


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


def _lines(outcomes: Iterable[Outcome]) -> tuple[list[str], bool]:
    outcomes = list(outcomes)
    return [line for each in outcomes for line in _outcome_lines(each)], not any(
        each.remedy for each in outcomes
    )


def _outcome_lines(each: Outcome) -> Iterator[str]:
    yield f"{'✗' if each.remedy else '✓'} {each.name} {each.said}"
    if each.remedy:
        yield f"  → {each.remedy}"


def _checkout_lines(checkout: Checkout, snapshot: Snapshot) -> Iterator[str]:
    state = snapshot.context.git
    commit = state.commit[:12] if state else ""
    with_patch = " with the changes that were not committed" if state and state.patch else ""
    yield f"✓ commit {commit}{with_patch} is in {checkout.folder}"
    yield from (f"  {note}" for note in checkout.notes)
    for name in checkout.different:
        yield f"✗ {name} is not there as it was recorded: git does not have it"


def _next(checkout: Checkout) -> Iterator[str]:
    yield f"  verify it with: jupyter repro verify {shell_word(checkout.notebook)}"
    yield f"  and take it away with: git worktree remove --force {shell_word(checkout.folder)}"
