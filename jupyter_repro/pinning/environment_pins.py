"""The process environment: what must be set before Python starts.

Hash order, time zone, locale and thread counts. Recorded values are replayed; thread counts are recorded and
replayed because results of parallel sums depend on them, never forced to one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

HASH_SEED = "PYTHONHASHSEED"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
CUBLAS = "CUBLAS_WORKSPACE_CONFIG"
"""Without it cuBLAS may give other bits from run to run (cuBLAS documentation, "Results reproducibility")."""
RANDOM = "random"
_UNBUFFERED = "PYTHONUNBUFFERED"
"""With it, what compiled code writes comes between the lines of `print` by chance."""


def environment_found(environ: Mapping[str, str]) -> dict[str, str]:
    """What is in force in a process with this environment, whether it was set or is the default."""
    threads = str(os.cpu_count() or 1)
    return {
        HASH_SEED: environ.get(HASH_SEED, RANDOM),
        "TZ": environ.get("TZ") or _timezone(),
        "LC_ALL": environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "C",
        **{name: environ.get(name) or environ.get("OMP_NUM_THREADS") or threads for name in THREADS},
        **({_UNBUFFERED: environ[_UNBUFFERED]} if environ.get(_UNBUFFERED) else {}),
    }


def environment_pins(
    seed: int | None, recorded: Mapping[str, str], environ: Mapping[str, str]
) -> dict[str, str]:
    """Variables to set for a kernel: what was recorded, else what is in force here.

    A seed pins the hash seed where none was recorded or set; seeds above its range, 2³²-1, are taken modulo.
    """
    found = environment_found(environ)
    wanted = {name: recorded.get(name, value) for name, value in found.items()}
    if wanted[HASH_SEED] == RANDOM and seed is not None:
        wanted[HASH_SEED] = str(seed % 2**32)
    unbuffered = {_UNBUFFERED: recorded.get(_UNBUFFERED, "")}
    return {CUBLAS: environ.get(CUBLAS, ":4096:8"), **wanted, **unbuffered}


def not_pinned(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Variables that a kernel needed at its start and did not get."""
    return tuple(name for name in (HASH_SEED,) if environ.get(name, RANDOM) == RANDOM)


def _timezone() -> str:
    import tzlocal

    try:
        return tzlocal.get_localzone_name() or "UTC"
    except Exception:  # a machine without any zone configured
        return "UTC"
