"""Local packages that a notebook imported, as wheels: no index has them."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.environments.lock import local_packages
from jupyter_repro.environments.uv import UvFailed, run_uv
from jupyter_repro.errors import ReproError
from jupyter_repro.records.snapshot import Context

EPOCH = {"SOURCE_DATE_EPOCH": "315532800"}
"""The earliest time that a ZIP file can hold, so that two wheels of one source are the same bytes."""


def wheels_of(context: Context, folder: Path, place: Path) -> list[Path]:
    """Build the wheels into `place`. `folder` is the notebook's.

    Raises ReproError for a package that is no more where it was, or that does not build.
    """
    for name, origin in local_packages(context).items():
        source = located(origin.address, folder)
        if not source.exists():
            raise ReproError(f"the local package {name} is no more in {origin.address}", _GONE.format(name))
        if source.suffix == ".whl":
            place.mkdir(exist_ok=True)
            (place / source.name).write_bytes(source.read_bytes())
            continue
        try:
            what = f"the local package {name} does not build"
            run_uv("build", "--quiet", "--wheel", "--out-dir", place, source, what=what, environ=EPOCH)
        except UvFailed as error:
            raise ReproError(error.what, error.remedy or _BUILD.format(source)) from None
    return sorted(place.glob("*.whl"))


_GONE = "put it back, or record the notebook again with a released version of {}"
_BUILD = "see why with: uv build {}"
