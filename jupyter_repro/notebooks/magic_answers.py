"""How the answers of `%repro` are distinguished from what the notebook shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

ANSWER = "jupyter_repro"
"""Key in an output's metadata that marks an answer of ours; such outputs are neither recorded nor compared."""


def is_answer(output: Mapping[str, Any]) -> bool:
    """Whether an output, in nbformat's form, is an answer of `%repro`."""
    return ANSWER in (output.get("metadata") or {})


_LOADED = "The jupyter_repro extension is already loaded. To reload it, use:\n  %reload_ext jupyter_repro\n"
"""What IPython says of `%load_ext jupyter_repro` where a session has run it before."""


def without_answers(outputs: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Outputs, in nbformat's form, without what is not of the notebook but of us."""
    for output in outputs:
        if output.get("output_type") == "stream" and _LOADED in (text := "".join(output.get("text", ""))):
            if rest := text.replace(_LOADED, ""):
                yield {**output, "text": rest}
        elif not is_answer(output):
            yield output
