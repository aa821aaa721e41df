"""The sources of cells as text: when two are the same, and which hold nothing but our own magics.

It is asked in kernels, where importing nbformat would take longer than all else that we do.
"""

from __future__ import annotations

import re

from jupyter_repro.digest import digest_text

_OURS = re.compile(r"%(load_ext\s+jupyter_repro|repro\b.*)")


def source_digest(source: str) -> str:
    """Digest of a cell's source; trailing white space, which editors strip, does not count."""
    return digest_text("\n".join(line.rstrip() for line in source.rstrip().splitlines()))


def is_ours(source: str) -> bool:
    """Whether a cell holds nothing but our own magics."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    return bool(lines) and all(_OURS.fullmatch(line) for line in lines)


def does_something(source: str) -> bool:
    """Whether a cell holds anything besides our own magics."""
    return bool(source.strip()) and not is_ours(source)
