"""`uv.lock`, of uv, which itself brings it into the form of PEP 751."""

from __future__ import annotations

import tomllib
from pathlib import Path

from jupyter_repro.environments.other_locks.listed_packages import ListedPackage
from jupyter_repro.environments.uv import run_uv
from jupyter_repro.errors import UnreadableInput

FILE = "uv.lock"
BUILT_BY = "uv sync --locked --project {}"
_OPTIONS = ("--frozen", "--all-groups", "--no-emit-project", "--no-header", "--quiet")


def packages_in(path: Path) -> list[ListedPackage]:
    """What it lists; raises UnreadableInput."""
    try:
        packages = tomllib.loads(path.read_text(encoding="utf-8")).get("package", ())
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableInput(path, str(error), "write it again with: uv lock") from None
    return [
        ListedPackage(str(each.get("name")), str(each.get("version", "")), is_of_conda=False)
        for each in packages
    ]


def exported(path: Path) -> str:
    """The same as a lock by PEP 751, for all platforms; raises ReproError where uv cannot read it."""
    return run_uv(
        "export", *_OPTIONS, "--format", "pylock.toml", "--project", path.parent,
        what=f"{path} cannot be read",
    )  # fmt: skip
