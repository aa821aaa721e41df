"""What was said of a notebook's copy, by the names that its files have where they are from."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.verdicts import Cause, ContextChange, Unreadable, Verdict


class OriginalNames(NamedTuple):
    """Paths of a copy, each with the one that it stands for."""

    copy: str
    notebook: str
    """As the user calls it."""
    copied_root: str
    root: str
    """Of the project."""

    def said(self, text: str) -> str:
        """A text by these names."""
        for name, original in (
            (shell_word(self.copy), shell_word(self.notebook)),
            (self.copy, self.notebook),
            (self.copied_root, self.root),
        ):
            text = text.replace(name, original)
        return text

    def verdict(self, verdict: Verdict) -> Verdict:
        """A verdict by these names; its outputs stay as they were found, for what they show was shown there."""
        return msgspec.structs.replace(
            verdict,
            path=self.notebook,
            cells=tuple(
                msgspec.structs.replace(cell, causes=tuple(map(self._cause, cell.causes)))
                for cell in verdict.cells
            ),
            context_changes=tuple(map(self._change, verdict.context_changes)),
            notes=tuple(map(self.said, verdict.notes)),
        )

    def unreadable(self, answer: Unreadable) -> Unreadable:
        """Why there is no verdict, by these names."""
        return Unreadable(self.notebook, self.said(answer.what), self.said(answer.remedy))

    def error(self, error: ReproError) -> ReproError:
        """An error, by these names."""
        return ReproError(self.said(error.what), self.said(error.remedy))

    def _cause(self, cause: Cause) -> Cause:
        return msgspec.structs.replace(
            cause, what=self.said(cause.what), remedy=self.said(cause.remedy), name=self.said(cause.name)
        )

    def _change(self, change: ContextChange) -> ContextChange:
        return msgspec.structs.replace(
            change,
            name=self.said(change.name),
            recorded=self.said(change.recorded),
            found=self.said(change.found),
        )
