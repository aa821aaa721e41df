"""Verifying only what may have changed since it was verified last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import msgspec

from jupyter_repro.digest import Digest
from jupyter_repro.errors import ReproError
from jupyter_repro.verdicts import Unreadable, Verdict, Verdicts
from jupyter_repro.verifying.notebook import Options
from jupyter_repro.verifying.unchanged.input_key import input_key
from jupyter_repro.verifying.unchanged.notebook_inputs import Unknowable
from jupyter_repro.verifying.unchanged.verified_store import VerifiedStore

REPEATS = frozenset({"identical", "equivalent"})


def verify_changed(
    paths: Sequence[str],
    options: Options,
    store: VerifiedStore,
    verify: Callable[[Sequence[str]], Verdicts],
) -> Verdicts:
    """The verdicts on all notebooks: those that `store` has of the very same inputs, and of all others by `verify`.

    Only what reproduced is kept, and only where no input changed meanwhile.
    """
    keys = {path: key for path in paths if (key := _key(path, options))}
    kept = {path: verdict for path, key in keys.items() if (verdict := _kept(path, key, store))}
    fresh = verify([path for path in paths if path not in kept])
    for verdict in fresh.notebooks:
        key = keys.get(verdict.path)
        if key and verdict.status in REPEATS and _key(verdict.path, options) == key:
            store.put(key, verdict)
    by_path: dict[str, Verdict | Unreadable] = {**kept}
    by_path |= {each.path: each for each in fresh.notebooks}
    by_path |= {each.path: each for each in fresh.errors}
    return _in_order([by_path[path] for path in paths])


def _key(path: str, options: Options) -> Digest | None:
    with suppress(Unknowable, ReproError):  # a run says what is wrong
        return input_key(path, options)
    return None


def _kept(path: str, key: Digest, store: VerifiedStore) -> Verdict | None:
    entry = store.get(key)
    if entry is None or entry.verdict.status not in REPEATS:
        return None
    return msgspec.structs.replace(entry.verdict, path=path, unchanged_since=entry.at, seconds=0.0)


def _in_order(answers: Sequence[Verdict | Unreadable]) -> Verdicts:
    return Verdicts(
        notebooks=tuple(each for each in answers if isinstance(each, Verdict)),
        errors=tuple(each for each in answers if isinstance(each, Unreadable)),
    )
