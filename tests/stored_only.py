"""Evidence of a notebook of which only the outputs came."""

from __future__ import annotations

from jupyter_repro.diagnosing.causes import causes
from jupyter_repro.diagnosing.evidence import Evidence
from jupyter_repro.records.raised import Raised
from jupyter_repro.records.snapshot import Context, Packages
from jupyter_repro.verdicts import CellVerdict

SOURCES = {0: "import matplotlib.pyplot as plt\nimport numpy as np", 1: "x = np.arange(3)", 2: "plt.plot(x)"}
HERE = Packages(imported={"numpy": "2.4.1", "matplotlib": "3.11.2"}, installed={"scipy": "1.17.0"})


def evidence(raised=None, line=1, sources=SOURCES, found=None, **known):
    return Evidence(
        "n.ipynb",
        Context(),
        found or Context(packages=HERE),
        (),
        (),
        (),
        (),
        {str(index): index for index in sources},
        sources=sources,
        raised={2: Raised(*raised.split(": ", 1))} if raised else {},
        raised_at={2: line} if raised else {},
        has_snapshot=False,
        **known,
    )


def reported(held, status="failed"):
    cell = CellVerdict(2, "2", status)
    return causes(cell, cell, held)
