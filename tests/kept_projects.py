"""What the project holds whose data is kept."""

from __future__ import annotations

import random

from jupyter_repro.kept_data.chunks import LARGE

BIG = random.Random(1).randbytes(LARGE + 500_000)
SETTINGS = "[tool.jupyter-repro.data]\nkeep = 'always'\n"
