"""What the folder of a trial is called: `lr=0.1,seed=1`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from jupyter_repro.digest import digest_text, digits_of

LONGEST = 100
_DIGITS = 8
_UNSAFE = re.compile(r"[^\w.+=-]", re.ASCII)


def trial_name(params: Mapping[str, Any]) -> str:
    """A name that every file system takes; one that cannot hold the values as they are ends with their digest."""
    whole = ",".join(f"{name}={_text(value)}" for name, value in params.items())
    safe = ",".join(_UNSAFE.sub("_", f"{name}={_text(value)}") for name, value in params.items())
    if safe == whole and len(whole) <= LONGEST:
        return whole
    text = json.dumps(params, sort_keys=True)
    return f"{safe[: LONGEST - _DIGITS - 1]}-{digits_of(digest_text(text), _DIGITS)}"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value, sort_keys=True)
    try:
        json.loads(value)
    except ValueError:
        return value
    return json.dumps(value)  # the word 1 is not the number 1
