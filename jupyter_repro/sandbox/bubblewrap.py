"""The sandbox of bubblewrap, where that is installed."""

from __future__ import annotations

import os

from jupyter_repro.sandbox.view import View

PROGRAM = "bwrap"


def bubblewrap_command(view: View) -> list[str]:
    """The words before a command that bubblewrap runs with this view."""
    words = [PROGRAM, "--die-with-parent", "--unshare-all", "--cap-drop", "ALL", "--as-pid-1"]
    words += ["--proc", "/proc", "--dev", "/dev", "--size", str(view.limits.disk), "--tmpfs", "/tmp"]  # noqa: S108  of the sandbox's own
    for path in view.readable:
        link = os.path.islink(path)  # noqa: PTH114  as it stands
        words += ["--symlink", os.readlink(path), path] if link else ["--ro-bind", path, path]  # noqa: PTH115
    for path in view.writable:
        words += ["--bind", path, path]
    return [*words, "--"]
