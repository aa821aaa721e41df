"""Every `%repro` magic, as `%repro help` lists them."""

from __future__ import annotations

from jupyter_repro.magics import COMMANDS, HELP

_PAGE = """\
# Magics

```python
%load_ext jupyter_repro
```

registers `%repro`. Loading records, and changes no behaviour. `%repro?` and `%repro help` show this text:

```text
{help}
```

Completion with Tab knows these: {names}.
"""


def page() -> str:
    """The page of all magics."""
    return _PAGE.format(help=HELP, names=", ".join(f"`{name}`" for name in COMMANDS))
