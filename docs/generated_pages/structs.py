"""What the source of a struct says of its fields."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from functools import cache


@cache
def attribute_docstrings(struct: type) -> Mapping[str, str]:
    """The text below each attribute of a class, those of its bases too."""
    found = {name: text for base in struct.__bases__ for name, text in _of_base(base).items()}
    (body,) = ast.parse(inspect.getsource(struct)).body
    assert isinstance(body, ast.ClassDef)
    for one, after in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(one, ast.AnnAssign)
            and isinstance(one.target, ast.Name)
            and isinstance(after, ast.Expr)
        ):
            found[one.target.id] = str(ast.literal_eval(after.value))
    return found


def _of_base(base: type) -> Mapping[str, str]:
    return attribute_docstrings(base) if base.__module__.startswith("jupyter_repro.") else {}
