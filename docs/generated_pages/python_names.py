"""The public Python names, which mkdocstrings renders from their source."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

import jupyter_repro
from jupyter_repro import data, verdicts

_HEAD = """\
# Python

```python
import jupyter_repro

jupyter_repro.snapshot("analysis.ipynb", seed=42)
jupyter_repro.verify("analysis.ipynb").status  # 'identical'
```

"""


def page() -> str:
    """The page of what a program may call, and of what it gets back."""
    called = entries(jupyter_repro, sorted(set(jupyter_repro.__all__) - {"load_ipython_extension"}))
    answers = entries(verdicts, ["Verdict", "CellVerdict", "Divergence", "Cause", "ContextChange", "Where"])
    opened = entries(data, [name for name in ("open",) if hasattr(data, name)])
    return f"{_HEAD}## jupyter_repro\n\n{called}\n## jupyter_repro.data\n\n{opened}\n## What they answer\n\n{answers}"


def entries(module: ModuleType, names: Iterable[str]) -> str:
    """A line for each name, which mkdocstrings replaces by its documentation."""
    return "".join(f"::: {_place(getattr(module, name))}\n\n" for name in names)


def _place(named: object) -> str:
    """Where something is defined."""
    return f"{named.__module__}.{getattr(named, '__qualname__', '')}"
