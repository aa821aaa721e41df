"""What differs between two contexts, each change with its section and, where it is data, with its sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from jupyter_repro.records.differences import ContextDifference
from jupyter_repro.records.snapshot import Context
from jupyter_repro.verdicts import ContextChange
from jupyter_repro.verifying.drift import drift_by_section
from jupyter_repro.verifying.parameter_changes import shown_parameters

CHOSEN = "seed and pins"
"""Section of what the author chose, and no collector looks for."""
HIDDEN_STATE = "hidden state"

_CHOICES = ("seed", "pin_options", "folder", "watch")


def recorded_differences(before: Context, after: Context) -> Iterator[ContextDifference]:
    """All that differs between two contexts that were both recorded."""
    yield from _chosen(before, after)
    yield from found_differences(before, after)
    yield from _new(before, after)
    yield from _hidden_state(before, after)


def found_differences(before: Context, after: Context) -> Iterator[ContextDifference]:
    """What is not as it was recorded, of what can be found without a run."""
    for section, change in drift_by_section(before, after):
        yield _placed(
            section, change, _size(before, section, change.name), _size(after, section, change.name)
        )


def _placed(
    section: str, change: ContextChange, was: int | None = None, now: int | None = None
) -> ContextDifference:
    fields = msgspec.structs.asdict(change)
    return ContextDifference(**fields, section=section, recorded_size=was, found_size=now)


def _size(context: Context, section: str, name: str) -> int | None:
    return context.data[name].size if section == "data" and name in context.data else None


def _chosen(before: Context, after: Context) -> Iterator[ContextDifference]:
    for name in _CHOICES:
        was, now = getattr(before, name), getattr(after, name)
        yield from _differing(name.replace("_", " "), _words(was), _words(now))
    for name, was, now in shown_parameters(before, after):
        yield from _differing(f"parameter {name}", was, now)
    was, now = _pins(before), _pins(after)
    for name in sorted({*was, *now}):
        yield from _differing(f"pin of {name}", was.get(name, "none"), now.get(name, "none"))


def _pins(context: Context) -> Mapping[str, str]:
    """How each library was pinned; one that has the seed itself differs with the seed, which is reported once."""
    return {name: "its seed" if how == str(context.seed) else how for name, how in context.pins.items()}


def _differing(name: str, was: str, now: str) -> Iterator[ContextDifference]:
    if was != now:
        yield ContextDifference("notebook", name, was, now, section=CHOSEN)


def _words(value: object) -> str:
    text = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if text and value is not None else "none"


def _new(before: Context, after: Context) -> Iterator[ContextDifference]:
    """Modules and packages that only the later state has: a run that lacks them is no worse, a reader wants them."""
    for name in sorted(after.modules.keys() - before.modules.keys()):
        change = ContextChange("code", name, "not recorded", after.modules[name])
        yield _placed("modules", change)
    known = before.packages.installed.keys() | before.packages.imported.keys()
    for name in sorted(after.packages.installed.keys() - known):
        change = ContextChange(
            "package", name, "not installed", after.packages.installed[name], matters=False
        )
        yield _placed("packages", change)


def _hidden_state(before: Context, after: Context) -> Iterator[ContextDifference]:
    was, now = before.hidden_state, after.hidden_state
    for sentence in was:
        if sentence not in now:
            yield ContextDifference("hidden-state", sentence, "recorded", "not so", section=HIDDEN_STATE)
    for sentence in now:
        if sentence not in was:
            yield ContextDifference("hidden-state", sentence, "not so", "recorded", section=HIDDEN_STATE)
