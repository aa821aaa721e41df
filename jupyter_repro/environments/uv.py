"""Running uv, which resolves, locks and builds environments."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from jupyter_repro.addresses.data_addresses import public_addresses_in
from jupyter_repro.errors import ReproError

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class UvFailed(ReproError):
    """uv could not do what it was asked for; `said` is all that it wrote."""

    def __init__(self, what: str, remedy: str, said: str) -> None:
        super().__init__(what, remedy)
        self.said = said


def find_uv() -> str | None:
    """Path of uv: of the extra `env`, else the one on the PATH; None where there is none."""
    try:
        from uv import find_uv_bin

        return find_uv_bin()
    except (ImportError, FileNotFoundError):
        return shutil.which("uv")


def run_uv(
    *arguments: str | Path, what: str, environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> str:
    """What uv writes to standard output; `what` says in a message what could not be done.

    It runs in `folder`, by default the current one, whose settings for uv hold. Raises ReproError where uv is missing,
    and UvFailed, which tells the part of uv's answer that matters.
    """
    uv = find_uv()
    if uv is None:
        raise ReproError(f"{what}: uv is not installed", "install it with: pip install 'jupyter-repro[env]'")
    done = subprocess.run(  # noqa: S603  uv, with arguments of ours
        [uv, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "UV_NO_PROGRESS": "1", "NO_COLOR": "1", "VIRTUAL_ENV": "", **(environ or {})},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        said = public_addresses_in(_COLOUR.sub("", done.stderr))
        raise UvFailed(f"{what}: {_reason(said)}", _remedy(said), said)
    return done.stdout


_NO_NETWORK = re.compile(
    r"dns error|failed to lookup|error sending request|connection refused|timed out|network", re.IGNORECASE
)
_NOISE = re.compile(r"^(?:\s*(?:×|╰─▶|├─▶|│|help:|hint:|error:|warning:)\s*)+", re.IGNORECASE)


def _reason(said: str) -> str:
    """uv's answer in one line: the sentences of its chain of causes."""
    lines = [
        line
        for line in said.splitlines()
        if line.strip() and not line.lower().startswith(("warning", "using "))
    ]
    sentences = [_NOISE.sub("", line).strip() for line in lines]
    reason = " ".join(filter(None, sentences))
    return reason if len(reason) <= _LONGEST else f"{reason[:_LONGEST]}…"


_LONGEST = 600


def _remedy(said: str) -> str:
    return _OFFLINE if _NO_NETWORK.search(said) else ""


_OFFLINE = "the package index was not reached; with the packages in uv's cache it works offline: UV_OFFLINE=1"
