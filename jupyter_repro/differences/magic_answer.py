"""A difference for `%repro diff`, computed in a process of its own, so that the user's kernel imports nothing for it.

`python -m jupyter_repro.differences.magic_answer NOTEBOOK [REVISION…]` prints it as text and as HTML, in
one JSON object.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from jupyter_repro.differences.snapshots import difference
from jupyter_repro.errors import ReproError
from jupyter_repro.reporters.difference_html import difference_body
from jupyter_repro.reporters.difference_text import difference_text


def _main(arguments: Sequence[str]) -> int:
    try:
        found = difference(Path(arguments[1]), None, arguments[2:])
    except ReproError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    sys.stdout.write(json.dumps({"text": difference_text(found), "html": difference_body(found)}))
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv))
