"""A snapshot in words: what its result depends on."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_repro.pinning import PER_CELL
from jupyter_repro.records import Context, Snapshot
from jupyter_repro.sizes import counted, human_size


def summary(snapshot: Snapshot) -> str:
    """One line: how much was recorded."""
    context = snapshot.context
    counts = (
        counted(len(snapshot.cells), "code cell"),
        f"seed {context.seed}" if context.seed is not None else "nothing pinned",
        counted(len(context.data), "data file"),
        counted(len(context.modules), "local module"),
        counted(len(context.packages.imported), "imported package"),
    )
    return ", ".join(counts)


def facts(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Topic and text of each fact, in the order a reader asks for them."""
    context = snapshot.context
    yield "recorded", f"{snapshot.recorded}, {_verified(snapshot)}"
    yield "kernel", f"{snapshot.kernel} ({snapshot.language})"
    yield "seed", _seed(context)
    yield from (("parameter", f"{name} = {value!r}") for name, value in context.parameters.items())
    yield from (
        ("data", f"{name}  {human_size(data.size)}  {data.digest[:19]}")
        for name, data in context.data.items()
    )
    yield from (("module", f"{name}  {digest[:19]}") for name, digest in context.modules.items())
    if context.watch:
        yield "watched", " ".join(context.watch)
    if context.git:
        yield "git", _git(context)
    yield "python", " ".join(context.python.values())
    yield from (("package", f"{name} {version}") for name, version in context.packages.imported.items())
    yield "environment", ", ".join(f"{name}={value}" for name, value in context.environment.items())
    yield "machine", ", ".join(f"{name} {value}" for name, value in context.machine.items())
    yield from (("hidden state", sentence) for sentence in context.hidden_state)
    yield from (("unpinned", f"{use.what} (cell {use.cell}, line {use.line})") for use in snapshot.uses)


def _verified(snapshot: Snapshot) -> str:
    return "verified by a fresh run" if snapshot.verified else "not verified yet"


def _seed(context: Context) -> str:
    pins = ", ".join(f"{name} {how}" for name, how in context.pins.items())
    if context.seed is None:
        return pins or "nothing was pinned"
    options = ", set anew at each cell's start" if PER_CELL in context.pin_options else ""
    return f"{context.seed}{options} ({pins})"


def _git(context: Context) -> str:
    git = context.git
    if git is None:
        return ""
    dirty = f", {counted(len(git.dirty), 'changed file')}" if git.dirty else ""
    return f"{git.commit[:12]} on {git.branch or 'no branch'}{dirty} {git.remote}".rstrip()
