"""`python -m jupyter_repro`: the command line."""

import os
import sys

# python -m looks for modules in the current folder first, which may be a stranger's
if sys.path[:1] and sys.path[0] in {"", os.getcwd()}:  # noqa: PTH109  pathlib would be looked for there as well
    del sys.path[0]

from jupyter_repro.cli import main

main()
