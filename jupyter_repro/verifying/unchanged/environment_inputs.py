"""What all notebooks of an environment depend on: its Python, packages, startup files, variables and machine."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jupyter_repro.canonical.canonical_form import FORM
from jupyter_repro.collectors.machine import UNIMPORTANT, MachineCollector
from jupyter_repro.collectors.packages import scan
from jupyter_repro.digest import MISSING, Digest, digest_text
from jupyter_repro.files.digest_cache import cached_digests

_MAY_MATTER = re.compile(
    r"PYTHON\w*|LC_\w+|LANG\w*|TZ|LD_\w+|DYLD_\w+|MALLOC_\w+|GLIBC_\w+|\w+_NUM_THREADS|NO_COLOR|TERM|COLUMNS|LINES"
    r"|(?:OMP|KMP|MKL|OPENBLAS|GOTO|BLIS|NUMEXPR|NUMBA|NPY|POLARS|RAYON|TBB|ARROW|CUDA|CUBLAS|NVIDIA|HIP|ROCR|TF|XLA"
    r"|JAX|KERAS|TORCH|PYTORCH|TOKENIZERS|MPL|IPYTHON|JUPYTER|SOURCE_DATE)\w*"
)
"""Variables that a library may read in a way that no probe sees."""
_OF_ONE_RUN = re.compile(r"JUPYTER_REPRO_\w+|PYTHON(?:UNBUFFERED|DONTWRITEBYTECODE|PYCACHEPREFIX)|TERM_\w+")
_CONFIGURATION = (
    "ipython_config.*",
    "ipython_kernel_config.*",
    "startup/*.py",
    "startup/*.ipy",
    "db/autorestore/*",
)


@cache
def of_this_environment() -> Mapping[str, Any]:
    """What does not change while a command runs, by name."""
    return {
        "python": [sys.version, platform.python_implementation(), os.path.realpath(sys.executable)],
        "installed": _installed(),
        "beside packages": _loose_files(),
        "startup": _startup_files(),
        "variables": {name: value for name, value in os.environ.items() if _matters(name)},
        "machine": {
            name: value
            for name, value in MachineCollector().collect(_site()).items()
            if name not in UNIMPORTANT
        },
        "ours": [FORM, _contents(_ours())],
    }


@cache
def content_of_package(name: str) -> Digest:
    """Digest of all files of an installed distribution, as its RECORD lists them; MISSING where it has none."""
    distribution = scan(sys.path).distributions.get(name)
    if distribution is None:
        return MISSING
    folder = distribution.info.parent
    try:
        lines = (distribution.info / "RECORD").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return MISSING
    listed = (line.partition(",")[0].strip('"') for line in lines)
    return _contents(str(folder / each) for each in listed if each and not each.endswith(".pyc"))


def _installed() -> dict[str, str]:
    return {name: each.version for name, each in sorted(scan(sys.path).distributions.items())}


def _loose_files() -> dict[str, Digest]:
    """Modules and `.pth` files that lie where packages are installed, and what else Python imports as it starts."""
    folders = [Path(each) for each in sys.path if Path(each).is_dir()]
    installed = (each for each in folders if each.name in {"site-packages", "dist-packages"})
    found = [path for folder in installed for pattern in ("*.py", "*.pth") for path in folder.glob(pattern)]
    found += [folder / f"{name}customize.py" for folder in folders for name in ("site", "user")]
    return {str(path): _contents([str(path)]) for path in sorted(found) if path.is_file()}


def _startup_files() -> dict[str, Digest]:
    home = Path(os.environ.get("IPYTHONDIR") or Path.home() / ".ipython")
    folders = [home / "profile_default", Path(sys.prefix, "etc/ipython")]
    folders += [Path("/usr/local/etc/ipython"), Path("/etc/ipython")]
    found = {path for folder in folders for pattern in _CONFIGURATION for path in folder.glob(pattern)}
    return {str(path): _contents([str(path)]) for path in sorted(found) if path.is_file()}


def _matters(name: str) -> bool:
    return bool(_MAY_MATTER.fullmatch(name)) and not _OF_ONE_RUN.fullmatch(name)


def _site() -> Any:
    return SimpleNamespace(environ=os.environ)


def _ours() -> Iterator[str]:
    package = Path(str(files("jupyter_repro")))
    return (str(path) for path in sorted(package.rglob("*.py")))


def _contents(paths: Iterable[str]) -> Digest:
    """Of the content of several files; one that cannot be read counts as that."""
    found = cached_digests(sorted(paths))
    return digest_text(
        "\n".join(
            f"{path}\t{MISSING if isinstance(what, OSError) else what[0]}" for path, what in found.items()
        )
    )
