"""What the verdicts of these tests are made of."""

from __future__ import annotations

from jupyter_repro.verdicts import Cause, ContextChange, Where

DRIFT = (ContextChange("data", "d.csv", "blake3:" + "a" * 64, "missing"),)
CAUSE = Cause("data", "proven", "d.csv is missing", Where(0, 2), "bring it back")
