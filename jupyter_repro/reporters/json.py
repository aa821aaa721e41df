"""Verdicts as JSON, by the schema `jupyter-repro/verdict@1`."""

from __future__ import annotations

import msgspec

from jupyter_repro.verdicts import Verdicts


class JsonReporter:
    """For machines."""

    suffix = ".json"

    def report(self, verdicts: Verdicts, *, width: int, colour: bool) -> str:  # noqa: ARG002  JSON has neither
        """The verdicts as indented JSON."""
        return msgspec.json.format(msgspec.json.encode(verdicts), indent=2).decode() + "\n"
