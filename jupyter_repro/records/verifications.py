"""One verification of a recorded run, as the run's history has it: nothing of an earlier one is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

FOLDER = "verifications"
"""Of a run's files: each verification is a file of its own, so that two at a time lose nothing of each other."""
AS_RECORDED = "as recorded"
_NAME = re.compile(rf"{FOLDER}/[^/]+\.json")


class Verification(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of it, and where it was made."""

    id: str
    """Of this verification alone: sorted by it, they are in the order of their time."""
    when: str
    """As an ISO 8601 time stamp in UTC."""
    status: str
    by: str = ""
    """Who ran it, by the system's name for the user."""
    on: str = ""
    """Name of the machine."""
    job: str = ""
    """Address of the job of CI that ran it, without credentials."""
    version: str = ""
    """Of jupyter-repro."""
    notebook: str = ""
    """Path of the notebook that was verified, in its repository, else in its project."""
    commit: str = ""
    """That git had checked out there."""
    copy: str = ""
    """How it is known that it was a copy of the recorded notebook; "" where it is not known to be one."""
    changed: tuple[str, ...] = ()
    """What the result may depend on and was not as it was recorded: `package pandas 2.2.0 (was 2.1.0)`."""

    @property
    def circumstances(self) -> str:
        """In which way it was not what had been recorded that was verified, in a few words; else `AS_RECORDED`."""
        return "; ".join(filter(None, (self.copy, _changed(self.changed)))) or AS_RECORDED


_MOST = 3
"""Changes that are named where there is little space."""


def _changed(changed: tuple[str, ...]) -> str:
    if not changed:
        return ""
    more = f" and {len(changed) - _MOST} more" if len(changed) > _MOST else ""
    return f"changed: {', '.join(changed[:_MOST])}{more}"


def verification_file(verification: Verification) -> dict[str, bytes]:
    """Name in the run's files to content."""
    return {f"{FOLDER}/{verification.id}.json": msgspec.json.encode(verification) + b"\n"}


def is_verification(name: str) -> bool:
    """Whether a run's file is one of its history."""
    return _NAME.fullmatch(name) is not None


def verifications_in(files: Mapping[str, bytes]) -> list[Verification]:
    """The history that a run's files tell, the newest first; what is damaged is passed over."""
    found = {each.id: each for each in _decoded(files)}
    return [found[key] for key in sorted(found, reverse=True)]


def _decoded(files: Mapping[str, bytes]) -> Iterable[Verification]:
    for name, content in files.items():
        if is_verification(name):
            try:
                yield msgspec.json.decode(content, type=Verification)
            except msgspec.DecodeError:
                continue
