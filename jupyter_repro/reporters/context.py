"""A snapshot in words: what its result depends on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.digest import short_digest
from jupyter_repro.formatting.sizes import counted, human_size
from jupyter_repro.pinning.applied_pins import PER_CELL
from jupyter_repro.records.asked_versions import moment_asked
from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.environment_reads import KEYED
from jupyter_repro.records.snapshot import Context, DataFile, GitState, Origin, Snapshot
from jupyter_repro.reporters.early_words import recorded_place


def summary(snapshot: Snapshot) -> str:
    """One line: how much was recorded."""
    context = snapshot.context
    counts = (
        counted(len(snapshot.cells), "code cell"),
        f"seed {context.seed}" if context.seed is not None else "nothing pinned",
        *_data_counts(context),
        counted(len(context.modules), "local module"),
        counted(len(context.packages.imported), "imported package"),
    )
    return ", ".join(counts)


def _data_counts(context: Context) -> Iterator[str]:
    """Of files, and, where there are any, of tables, queries, objects and what came from an address."""
    files = {name: data for name, data in context.data.items() if data_name(name, data.version).is_file}
    yield counted(sum(data.folder.count if data.folder else 1 for data in files.values()), "data file")
    if others := len(context.data) - len(files):
        yield counted(others, "other data source")


def facts(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Topic and text of each fact, in the order a reader asks for them."""
    context = snapshot.context
    yield "recorded", f"{snapshot.recorded}, {_verified(snapshot)}"
    yield "kernel", f"{snapshot.kernel} ({snapshot.language})"
    yield "seed", _seed(context)
    yield from (("parameter", f"{name} = {value!r}") for name, value in context.parameters.items())
    yield from (
        ("data", f"{name}  {size_words(data)}  {short_digest(data.digest)}")
        for name, data in context.data.items()
    )
    yield from (("written", name) for name in context.written or ())
    yield from (("builds upon", f"{name}  {consumed_words(each)}") for name, each in context.consumes.items())
    yield from (("module", f"{name}  {short_digest(digest)}") for name, digest in context.modules.items())
    if context.watch:
        yield "watched", " ".join(context.watch)
    if context.git:
        yield from _git(context.git)
    yield "python", " ".join(context.python.values())
    for name, version in context.packages.imported.items():
        yield "package", f"{name} {version}{origin_words(context.packages.origins.get(name, Origin()))}"
    yield "environment", ", ".join(f"{name}={value}" for name, value in context.environment.items())
    yield from (("variable", _variable(name, value)) for name, value in context.variables.items())
    yield "machine", ", ".join(f"{name} {value}" for name, value in context.machine.items())
    yield from (("blas", f"{name}: {what}") for name, what in context.blas.items())
    yield from ((section, recorded_words(what)) for section, what in context.other.items() if what)
    yield from (("hidden state", sentence) for sentence in context.hidden_state)
    yield from (
        ("unpinned", f"{use.what} ({recorded_place(snapshot, use.cell, use.line)})")
        for use in snapshot.uses
        if use.varies
    )


def recorded_words(what: Any) -> str:
    """What a collector of another project recorded: a table as its rows, anything else as JSON writes it."""
    if isinstance(what, dict):
        return ", ".join(f"{name} {recorded_words(value)}" for name, value in what.items())
    return what if isinstance(what, str) else msgspec.json.encode(what).decode()


def consumed_words(each: Consumed) -> str:
    """Which snapshot it is, as far as that is known."""
    known = short_digest(each.digest) or (f"of {each.origin}" if each.origin else each.unknown)
    return f"{each.address}  {known}"


def size_words(data: DataFile) -> str:
    """How much data it is, and whether it was left alone meanwhile."""
    count = f"{counted(data.folder.count, 'file')}, " if data.folder else ""
    changed = ", changed while the notebook ran" if data.changed else ""
    unheld = f", not held at {data.unheld}" if data.unheld else ""
    return f"{count}{human_size(data.size)}{changed}{_version_words(data)}{unheld}"


def _version_words(data: DataFile) -> str:
    """Which version it is, where its store keeps several; of a plain file that is its digest."""
    version = data.version
    if version is None:
        return ""
    asof = f", as of {moment}" if (moment := moment_asked(version.asof)) else ""
    when = f" of {version.time}" if version.time else ""
    return asof if version.id == data.digest else f", version {version.id}{when}{asof}"


def _verified(snapshot: Snapshot) -> str:
    return "verified by a fresh run" if snapshot.verified else "not verified yet"


def _seed(context: Context) -> str:
    pins = ", ".join(f"{name} {how}" for name, how in context.pins.items())
    if context.seed is None:
        return pins or "nothing was pinned"
    options = ", set again at each cell's start" if PER_CELL in context.pin_options else ""
    return f"{context.seed}{options} ({pins})"


def _git(git: GitState) -> Iterator[tuple[str, str]]:
    tag = f" ({git.tag})" if git.tag else ""
    dirty = f", {counted(len(git.dirty), 'changed file')}" if git.dirty else ""
    yield "git", f"{git.commit[:12]}{tag} on {git.branch or 'no branch'}{dirty} {git.remote}".rstrip()
    if git.patch:
        yield "patch", f"kept, {counted(len(git.patch), 'line')}"
    if git.patch_omitted:
        yield "patch", f"not kept: {git.patch_omitted}"
    yield from (("submodule", f"{path}  {commit[:12]}") for path, commit in git.submodules.items())


def origin_words(origin: Origin) -> str:
    """Where a package was installed from, after its version; "" for a package index."""
    if origin.editable:
        return f", editable from {origin.address}, {counted(len(origin.files), 'source file')}"
    commit = f" at {origin.commit[:12]}" if origin.commit else ""
    return f", from {origin.address}{commit}" if origin.address else ""


def _variable(name: str, value: str) -> str:
    """A variable with its value; of a digest only that it is one."""
    return f"{name}, a digest of its value" if value.startswith(KEYED) else f"{name}={value}"
