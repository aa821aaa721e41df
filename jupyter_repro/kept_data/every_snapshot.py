"""All snapshots of a repository: those in its work tree, on every branch and tag, and in its recent commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from jupyter_repro.digest import digits_of
from jupyter_repro.errors import ReproError
from jupyter_repro.git.committed_files import repository_root
from jupyter_repro.git.every_version import Looked, every_file
from jupyter_repro.kept_data.references import Reference, answers, references
from jupyter_repro.kept_data.referred import MOST_COMMITS, wheels_in
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.local_snapshots import snapshot_in

ALL = Looked(MOST_COMMITS)
_ENDING = ".repro.json"
_SHORT = 8
"""Digits of a digest that tell versions of a file apart."""


def root_of(notebook: Path) -> Path:
    """The repository that a notebook lies in, or outside of git its folder."""
    folder = notebook.absolute().parent
    return repository_root(folder) or folder.resolve()


def every_snapshot(root: Path) -> Iterator[tuple[Path, Snapshot]]:
    """Path of the notebook, which need not be there any more, and each different snapshot of it.

    Outside of git, those in the folder itself. One that cannot be read is passed over. Raises ReproError where git
    does not answer.
    """
    for name, content in dict.fromkeys(_files(root)):
        path = root / name
        with suppress(ReproError):
            yield (
                path.with_name(path.name.removesuffix(_ENDING) + ".ipynb"),
                snapshot_in(content, path).snapshot,
            )


def every_reference(root: Path) -> list[Reference]:
    """Each version of a file that any snapshot or lock of a repository refers to, by a name of its own.

    Raises ReproError where git does not answer.
    """
    found: dict[str, Reference] = {}
    for _, snapshot in every_snapshot(root):
        for each in (*references(snapshot.context.data), *answers(snapshot.context.data)):
            name = f"{digits_of(each.digest, _SHORT)}:{each.name}"
            found.setdefault(each.digest, each._replace(name=name))
    for digest in sorted(wheels_in(root)):
        found.setdefault(digest, Reference(f"{digits_of(digest, _SHORT)}:wheel", digest))
    return list(found.values())


def _files(root: Path) -> Iterator[tuple[str, bytes]]:
    if not (root / ".git").exists():
        yield from ((path.name, path.read_bytes()) for path in sorted(root.glob(f"*{_ENDING}")))
        return
    try:
        yield from every_file(root, _ENDING, ALL)
    except Exception as error:  # GitPython raises many kinds for repositories that are broken in many ways
        raise ReproError(f"git does not tell the snapshots of {root}", "see: git fsck") from error
