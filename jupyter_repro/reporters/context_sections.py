"""A snapshot in words by topic, for a side panel: what a reader looks up, not what he reads from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from jupyter_repro.digest import short_digest
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.pinning.applied_pins import PER_CELL, UUID
from jupyter_repro.records.snapshot import Context, DataFile, GitState, Origin, Snapshot
from jupyter_repro.reporters.context import consumed_words, origin_words, recorded_words, size_words

MOST_FACTS = 200
"""Of one topic; the snapshot has them all."""
_OPTIONS = {PER_CELL: "set again at each cell's start", UUID: "uuid4 as well"}


class Fact(msgspec.Struct, frozen=True):
    """One thing that the result depends on."""

    name: str
    what: str


class ContextSection(msgspec.Struct, frozen=True):
    """A topic of the context."""

    topic: str
    facts: tuple[Fact, ...]


def sections(snapshot: Snapshot) -> tuple[ContextSection, ...]:
    """The topics in the order a reader asks for them; one of which nothing is recorded is left out."""
    context = snapshot.context
    topics: dict[str, Iterator[Fact]] = {
        "seed and pins": _pins(context),
        "data": (Fact(name, _data(file, snapshot.recorded)) for name, file in context.data.items()),
        "built upon": (Fact(name, consumed_words(each)) for name, each in context.consumes.items()),
        "code": _code(context),
        "packages": _packages(context),
        "machine": _machine(context),
    }
    others = ((section, _other(what)) for section, what in context.other.items())
    made = (ContextSection(topic, _bounded(tuple(facts))) for topic, facts in (*topics.items(), *others))
    return tuple(section for section in made if section.facts)


def _bounded(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    if len(facts) <= MOST_FACTS:
        return facts
    return (*facts[:MOST_FACTS], Fact("", f"and {len(facts) - MOST_FACTS} more; the snapshot has them all"))


def _pins(context: Context) -> Iterator[Fact]:
    options = [words for option, words in _OPTIONS.items() if option in context.pin_options]
    seed = "nothing was pinned" if context.seed is None else ", ".join([str(context.seed), *options])
    yield Fact("seed", seed)
    for name, how in context.pins.items():
        yield Fact(name, "pinned" if how == str(context.seed) else how)
    yield from (Fact(f"parameter {name}", repr(value)) for name, value in context.parameters.items())
    if context.watch:
        yield Fact("watched", " ".join(context.watch))


def _data(file: DataFile, recorded: str) -> str:
    return size_words(file) if file.version else f"{size_words(file)}, as of {recorded}"


def _code(context: Context) -> Iterator[Fact]:
    if context.git:
        yield from _git(context.git)
    yield from (Fact(name, short_digest(digest)) for name, digest in context.modules.items())


def _git(git: GitState) -> Iterator[Fact]:
    yield Fact("commit", f"{git.commit[:12] or 'none yet'}{f' ({git.tag})' if git.tag else ''}")
    yield Fact("branch", git.branch or "none")
    if git.remote:
        yield Fact("remote", git.remote)
    if git.dirty:
        yield Fact("changed files", f"{counted(len(git.dirty), 'file')}: {', '.join(git.dirty)}")
    yield from (Fact(f"submodule {path}", commit[:12]) for path, commit in git.submodules.items())


def _packages(context: Context) -> Iterator[Fact]:
    for name, version in context.packages.imported.items():
        yield Fact(name, f"{version}{origin_words(context.packages.origins.get(name, Origin()))}")


def _machine(context: Context) -> Iterator[Fact]:
    if context.python:
        yield Fact("Python", " ".join(context.python.values()))
    tables: tuple[Mapping[str, str], ...] = (context.machine, context.blas, context.environment)
    yield from (Fact(name, what) for table in tables for name, what in table.items())


def _other(what: Any) -> Iterator[Fact]:
    """What a collector of another project recorded."""
    named = what if isinstance(what, dict) else {"": what}
    yield from (Fact(name, recorded_words(value)) for name, value in named.items())
