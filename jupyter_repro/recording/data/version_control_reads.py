"""Reads that are no data of the notebook: what version control looks at to do its own work.

DVC, dulwich, scmrepo and GitPython read git's settings and walk the whole project, to find pipelines and what changed.
What a notebook reads of its data through them is reported by a data reader.
"""

from __future__ import annotations

import sys

from jupyter_repro.recording.frames import stack

# a trailing dot: all names are compared with one
_FOR_THEMSELVES = ("dulwich.", "git.", "scmrepo.", "dvc.ignore.", "dvc.repo.index.", "dvc.repo.scm_context.")


def is_of_version_control() -> bool:
    """Whether version control is on the stack that asks."""
    names = (f"{each.f_globals.get('__name__', '')}." for each in stack(sys._getframe(1)))
    return any(name.startswith(_FOR_THEMSELVES) and name != "git." for name in names)
