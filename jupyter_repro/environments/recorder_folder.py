"""The recorder for a Python of another environment: a folder that the kernel looks in last, with nothing else in it.

So the environment stays what its lock says, and what the notebook imports comes from there.
"""

from __future__ import annotations

import re
import shutil
import sysconfig
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.environments.built_once import built_once
from jupyter_repro.environments.uv import run_uv
from jupyter_repro.files.cache_folder import cache_folder

OLDEST = (3, 11)
"""Python that the recorder runs on."""
_NEEDED = (
    "blake3",
    "msgspec",
    "psutil",
    "threadpoolctl",
    "time-machine",
    "tzlocal",
    "vcrpy",
    "wrapt",
    "platformdirs",
    "filelock",
    "GitPython",
    "inotify-simple",
)
"""What the recorder imports, of all that this project depends on."""


def runs_on(version: str) -> bool:
    """Whether the recorder runs on this version of Python, `3.11.7`."""
    return _minor(version) >= OLDEST


def _minor(version: str) -> tuple[int, int]:
    major, minor = version.split(".")[:2]
    return int(major), int(minor)


def recorder_for(version: str) -> Path | None:
    """The folder for this version of Python, `3.11.7`; None where it is too old. Raises ReproError."""
    if not runs_on(version):
        return None
    major, minor = _minor(version)
    ours = distribution("jupyter-repro")
    points = ours.read_text("entry_points.txt") or ""
    package = Path(str(files("jupyter_repro")))
    key = digits_of(digest_text(f"{points}{package}{_requirements()}"), 12)
    folder = (
        cache_folder() / "recorders" / f"{major}.{minor}-{sysconfig.get_platform()}-{key}" / "site-packages"
    )
    with built_once(folder) as missing:
        if missing:
            arguments = ("--quiet", "--target", folder, "--python-version", f"{major}.{minor}")
            run_uv(
                "pip", "install", *arguments, *_requirements(), what="the recorder cannot be brought there"
            )
            info = folder / f"jupyter_repro-{ours.version}.dist-info"
            info.mkdir()
            (info / "METADATA").write_text(
                f"Metadata-Version: 2.1\nName: jupyter-repro\nVersion: {ours.version}\n"
            )
            (info / "entry_points.txt").write_text(points)
            _link(package, folder / "jupyter_repro")
    return folder


def _requirements() -> list[str]:
    """Our own requirements of what is needed there."""
    wanted = {name.lower() for name in _NEEDED}
    declared = distribution("jupyter-repro").requires or []
    return [each for each in declared if re.split(r"[\s<>=!~;\[(]", each)[0].lower() in wanted]


def _link(package: Path, place: Path) -> None:
    """Our package as it is now: a link where the system has them, so that the folder never grows old."""
    try:
        place.symlink_to(package, target_is_directory=True)
    except OSError:
        shutil.copytree(package, place)
