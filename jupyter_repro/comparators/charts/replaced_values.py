"""Replacing objects inside a JSON document by what they stand for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def with_replaced(document: Any, meant: Callable[[dict[str, Any]], Any]) -> Any:
    """The document with every object for which `meant` has an answer replaced by it; changed in place.

    Objects inside an answer that is an object are replaced as well; a list is taken as it is.
    """
    stack = [document]
    while stack:
        value = stack.pop()
        if not isinstance(value, dict | list):
            continue
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            answer = meant(inner) if isinstance(inner, dict) else None
            if answer is not None:
                value[key] = answer
            if not isinstance(answer, list):
                stack.append(value[key])
    return document
