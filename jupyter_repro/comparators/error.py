"""Errors: their type, their message, their frames."""

from __future__ import annotations

import re

from jupyter_repro.comparators.lines import sentence, unified
from jupyter_repro.comparators.numbers import number_changes
from jupyter_repro.comparators.places import frames_without_places
from jupyter_repro.comparators.quoting import became, quoted
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence, OtherTraceback

_TRACEBACK = re.compile(r"\n(?=-{5,}|Traceback \(most recent|  File |\s*Cell In\[\])")


class ErrorComparator:
    """By type, then message, then traceback. No tolerance: the numbers of a traceback count its lines."""

    mimes = ("application/vnd.jupyter.error",)
    sees_all = True

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:  # noqa: ARG002
        """None when nothing but the places of files differs."""
        recorded, found = frames_without_places(recorded), frames_without_places(found)
        return None if recorded == found else _divergence(recorded, found)


def _divergence(recorded: str, found: str) -> Divergence:
    (name, message, frames), (name_found, message_found, frames_found) = _parts(recorded), _parts(found)
    diff = unified(recorded, found)
    if name != name_found:
        summary = f"{name}: {quoted(message)} became {name_found}: {quoted(message_found)}"
        return Divergence(summary, diff)
    if message == message_found:
        summary = f"the same {name}, only the traceback differs: {sentence(frames, frames_found)}"
        return OtherTraceback(summary, diff)
    message_change = number_changes(message, message_found, None) or became(message, message_found)
    return Divergence(f"{name}: {message_change}", diff)


def _parts(text: str) -> tuple[str, str, str]:
    """Name, message and traceback of the canonical text of an error."""
    head, *frames = _TRACEBACK.split(text, maxsplit=1)
    name, _, message = head.partition(": ")
    return " ".join(name.split()), message, "".join(frames)
