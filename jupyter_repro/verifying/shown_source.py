"""The code of a cell as a verdict shows it: not all of a long one, and no secret."""

from __future__ import annotations

from jupyter_repro.addresses.secret_words import without_secrets
from jupyter_repro.formatting.excerpts import excerpt


def shown_source(source: str) -> str:
    """Lines to show; one that looks as if it held a key, a token or a password is left out.

    All of them are, where that is not enough to be rid of it.
    """
    lines, _ = excerpt(source)
    return without_secrets("\n".join(lines))
