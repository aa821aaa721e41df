"""The git repository that the notebook lies in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from jupyter_repro.extensions.protocols import Site
from jupyter_repro.git.patches import changed_patches
from jupyter_repro.git.repository_state import MOST_DIRTY, repository_state
from jupyter_repro.records.context_changes import changed_facts
from jupyter_repro.records.snapshot import GitState
from jupyter_repro.verdicts import ContextChange

_MOST_NAMED = 10


class GitCollector:
    """Commit, branch, tag, changed files with their patch, remotes and submodules."""

    section = "git"
    in_kernel = False

    def collect(self, site: Site) -> GitState | None:
        """State of the repository; None outside one, without git, and where git cannot or will not look."""
        try:
            return repository_state(site.folder / site.notebook.name)
        except Exception:  # GitPython raises many kinds for repositories that are broken in many ways
            return None

    def changes(self, recorded: GitState | None, found: GitState | None) -> Iterator[ContextChange]:
        """Another commit, another branch, other changed files, other changes in them, other submodules.

        None of them matters by itself: files that the result depends on are compared themselves, and a snapshot is
        committed after it was recorded, so that its commit is never the recorded one.
        """
        if recorded is not None:
            for name, was, now in _differences(recorded, found):
                yield ContextChange("code", name, was, now, matters=False)


def _differences(recorded: GitState, found: GitState | None) -> Iterator[tuple[str, str, str]]:
    if found is None:
        yield "commit", recorded.commit or "none", "no repository"
        return
    if recorded.commit != found.commit:
        yield "commit", recorded.commit or "none", found.commit or "none"
    if recorded.branch != found.branch:
        yield "branch", recorded.branch or "detached", found.branch or "detached"
    before, after = _comparable(recorded.dirty, found.dirty)
    if before != after:
        yield "dirty files", _listed(before - after), _listed(after - before)
    if recorded.commit == found.commit:  # a patch against another commit is another patch
        for name, was, now in changed_patches(recorded.patch, found.patch):
            yield f"uncommitted changes of {name}", was, now
    for change in changed_facts("code", recorded.submodules, found.submodules, missing="missing"):
        yield f"submodule {change.name}", change.recorded, change.found


def _comparable(*lists: Sequence[str]) -> list[set[str]]:
    """The names of each list as far as none is cut: of what would come after its last one nobody knows."""
    ends = [names[-1] for names in lists if len(names) >= MOST_DIRTY]
    return [{name for name in names if not ends or name <= min(ends)} for names in lists]


def _listed(names: Collection[str]) -> str:
    """Names for a person."""
    ordered = sorted(names)
    more = f" and {len(ordered) - _MOST_NAMED} more" if len(ordered) > _MOST_NAMED else ""
    return ", ".join(ordered[:_MOST_NAMED]) + more if ordered else "none"
