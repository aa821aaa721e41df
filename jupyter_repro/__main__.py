"""`python -m jupyter_repro`: the command line."""

from jupyter_repro.cli import main

main()
